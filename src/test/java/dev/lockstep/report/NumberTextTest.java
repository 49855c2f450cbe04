package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Outcome;
import org.junit.jupiter.api.Test;

class NumberTextTest {
    @Test
    void a_share_is_never_flattered() {
        assertThat(NumberText.share(0)).isEqualTo("0 %");
        assertThat(NumberText.share(1e-9)).isEqualTo("< 1 %");
        assertThat(NumberText.share(0.999)).isEqualTo("99 %");
        assertThat(NumberText.share(1)).isEqualTo("100 %");
        assertThat(NumberText.share(1.05)).isEqualTo("1.0 × allowed");
        assertThat(NumberText.share(1234.5)).isEqualTo("1,234 × allowed");
        assertThat(NumberText.share(6e9)).isEqualTo("6.0e+09 × allowed");
        assertThat(NumberText.share(Double.POSITIVE_INFINITY)).isEqualTo("∞ × allowed");
        assertThat(NumberText.share(Double.NaN)).isEqualTo("NaN × allowed");
    }

    @Test
    void headroom_is_rounded_down() {
        assertThat(NumberText.headroom(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        assertThat(NumberText.headroom(54.9)).isEqualTo("54 ×");
        assertThat(NumberText.headroom(1.19)).isEqualTo("1.1 ×");
        assertThat(NumberText.headroom(1)).isEqualTo("1.0 ×");
        assertThat(NumberText.headroom(0.99)).isEqualTo("none");
        assertThat(NumberText.headroom(Double.NaN)).isEqualTo("none");
    }

    @Test
    void distances_are_integers_as_long_as_they_are_short() {
        assertThat(NumberText.ulps(0)).isEqualTo("0");
        assertThat(NumberText.ulps(419)).isEqualTo("419");
        assertThat(NumberText.ulps(2.3e15)).isEqualTo("2.3e+15");
        assertThat(NumberText.ulps(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    }

    @Test
    void counts_are_in_groups_of_three_digits() {
        assertThat(NumberText.count(0)).isEqualTo("0");
        assertThat(NumberText.count(999)).isEqualTo("999");
        assertThat(NumberText.count(1_000)).isEqualTo("1,000");
        assertThat(NumberText.count(Long.MAX_VALUE)).isEqualTo("9,223,372,036,854,775,807");
        assertThat(NumberText.count(-999)).isEqualTo("-999");
        assertThat(NumberText.count(-1_234_567)).isEqualTo("-1,234,567");
    }

    @Test
    void the_verdict_says_how_many() {
        assertThat(verdict(0, 0, 0)).isEqualTo("No scenario ran.");
        assertThat(verdict(1, 1, 0)).isEqualTo("The scenario agrees.");
        assertThat(verdict(1200, 1200, 0)).isEqualTo("All 1,200 scenarios agree.");
        assertThat(verdict(5, 4, 0)).isEqualTo("Nothing unexpected: 4 of 5 scenarios agree.");
        assertThat(OutcomeText.verdict(new RunResult.Totals(5, 3, 2, 0, 0, 0, 0, 0)))
                .isEqualTo("Nothing unexpected: 3 of 5 scenarios agree, 2 differ as specified.");
        assertThat(OutcomeText.verdict(new RunResult.Totals(5, 4, 1, 0, 0, 0, 0, 0)))
                .isEqualTo("Nothing unexpected: 4 of 5 scenarios agree, 1 differs as specified.");
        assertThat(verdict(5, 3, 2)).isEqualTo("2 of 5 scenarios did not go as expected.");
        assertThat(OutcomeText.counted(1, Outcome.DIVERGE)).isEqualTo("1 differs");
        assertThat(OutcomeText.counted(2, Outcome.KNOWN_DIVERGENCE)).isEqualTo("2 known divergences");
    }

    @Test
    void excerpts_say_what_they_leave_out() {
        assertThat(Excerpt.line("a\n  b", 10)).isEqualTo("a b");
        assertThat(Excerpt.line("abcdef", 3)).isEqualTo("abc…");
        assertThat(Excerpt.line("ab\uD83D\uDE00", 3)).isEqualTo("ab…");
        assertThat(Excerpt.lines("one\ntwo\nthree", 8)).isEqualTo("one\ntwo\n… +6 more characters in report.json");
    }

    private static String verdict(int scenarios, int agree, int unexpected) {
        return OutcomeText.verdict(
                new RunResult.Totals(scenarios, agree, 0, scenarios - agree - unexpected, 0, unexpected, 0, 0));
    }
}
