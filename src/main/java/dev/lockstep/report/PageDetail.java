package dev.lockstep.report;

/**
 * How much a page tells.
 *
 * @param heatMaps heat maps in all; failures come first
 * @param rows quantities of one scenario, the one closest to its bound first
 * @param scenarios scenarios in the list
 * @param failures failures with their message
 * @param messageCharacters characters of one message
 * @param pictureCharacters characters of all pictures that the page itself holds; failures come first
 */
record PageDetail(int heatMaps, int rows, int scenarios, int failures, int messageCharacters, int pictureCharacters) {}
