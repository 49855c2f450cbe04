/** The port that every framework stands behind. */
package dev.lockstep.port;
