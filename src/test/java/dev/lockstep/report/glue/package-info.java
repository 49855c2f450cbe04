/** Steps of the feature that the report tests run. */
package dev.lockstep.report.glue;
