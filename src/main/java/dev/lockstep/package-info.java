/** The command line. It alone knows every other package. */
package dev.lockstep;
