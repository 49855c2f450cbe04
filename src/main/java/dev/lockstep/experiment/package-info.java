/** What commands run besides features. */
package dev.lockstep.experiment;
