/** Child processes that answer line by line, and are never waited for longer than a limit. */
package dev.lockstep.worker;
