package dev.lockstep.experiment.bench;

/**
 * How long a peer's step took at one point.
 *
 * @param milliseconds at its best setting
 * @param setting the best one
 * @param asInstalled milliseconds where nothing is set; NaN where it failed
 * @param distance from our numbers, the greatest of all settings, relative to the greatest magnitude of the array
 */
record PeerTime(double milliseconds, String setting, double asInstalled, double distance) {}
