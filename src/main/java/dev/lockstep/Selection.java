package dev.lockstep;

import java.util.List;
import java.util.Optional;

/**
 * Which scenarios to run, and with whose steps.
 *
 * @param features existing files or folders, with {@code :LINE} if need be
 * @param tags a tag expression
 * @param shard which part of what these select
 * @param glue packages with steps
 */
record Selection(List<String> features, Optional<String> tags, Shard shard, List<String> glue) {}
