/** Frameworks that computed earlier and elsewhere: replays what a case file holds. */
package dev.lockstep.adapter.recorded;
