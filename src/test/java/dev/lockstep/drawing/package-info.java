/** A step that draws, as glue of one's own. */
package dev.lockstep.drawing;
