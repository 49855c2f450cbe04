/** The composition root: which frameworks there are. It alone sees the adapters. */
package dev.lockstep.frameworks;
