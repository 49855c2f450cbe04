/** The equations themselves behind the port, with gradients from a tape. */
package dev.lockstep.adapter.definition;
