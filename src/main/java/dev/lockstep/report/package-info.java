/**
 * What a run leaves behind: progress on the console, {@code report.json}, {@code summary.md}, one self-contained HTML
 * page, annotations for GitHub Actions, and line charts.
 *
 * <p>Every file depends on the run's verdicts only: no time stamp, no duration, no host name and no absolute path, so that
 * the same run yields the same bytes under every default locale.
 */
package dev.lockstep.report;
