package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.TinyNetwork.Conventions;
import dev.lockstep.model.Case;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.Quantity.Kind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FailureMessageTest {
    private static final Conventions TRANSPOSED = new Conventions(List.of(0, 1, 2, 3), true, List.of(1, 1, 1, 1));
    private static final double[] VALUES = {1, 2, 3, 4, 5, 6};

    /** The numbers of both columns are those that section 5 of the style guide prints for RW transposed per gate. */
    private static final String TRANSPOSED_RW = """
            LSTM forward pass: our hidden states differ from Deeplearning4j 1.0.0-M2.1 in 4 of 6 values.

              case     three steps
              where    features/forward/lstm.feature:15, double precision, minibatch of 1
              allowed  |ours − DL4J| ≤ 1e-12 + 1e-12·|DL4J|      (NaN and Inf never agree)

              t  unit             ours             DL4J  |difference|
              1  1      0.148291126592   0.148291126592  0
              1  2     -0.084695742426  -0.084695742426  0
              2  1      0.167869210432   0.160867169572  7.0e-03       6.0e+09 × allowed  2.5e+14 ulp  first, worst
              2  2     -0.034979855089  -0.035574076368  5.9e-04       5.7e+08 × allowed  8.6e+13 ulp
              3  1      0.172693290627   0.169454348842  3.2e-03       2.8e+09 × allowed  1.2e+14 ulp
              3  2     -0.169926518708  -0.172759067324  2.8e-03       2.4e+09 × allowed  1.0e+14 ulp

              reading  Step 1 agrees, step 2 does not. At step 1 h′ = 0, so W and b look right: suspect RW (or what
                       meets c′ = 0 there: f).
              referee  Ours is wrong: 2.5e+14 ulp (3.8e+12 × its bound) at h of "lstm", t 2, unit 1; Deeplearning4j is
                       within its bound (0.0 ulp there).
              first    c of "lstm", t 2, gate f, i and g, unit 1, row 1, in ours: steps 2 and 3 are wrong on their own,
                       every other step is right given the right state.
              tried    with RW transposed per gate in ours, all 6 values agree (see keras-team/keras#3088).
                       next best: bias of i dropped (6.6e+09 × allowed); bias of o dropped (1.0e+10 × allowed).""";

    private static Comparison transposed() {
        TinyFramework wrong = new TinyFramework("ours", "Lockstep", TRANSPOSED, scenario -> scenario);
        return Comparison.between(
                wrong,
                TinyFramework.other(Conventions.CANONICAL),
                Cases.threeSteps(),
                Tolerances.absolute(1e-12).plusRelative(1e-12));
    }

    @Test
    void theExampleOfTheStyleGuideReadsAsIntended() {
        assertThat(transposed().message("features/forward/lstm.feature:15")).isEqualTo(TRANSPOSED_RW);
    }

    @Test
    void aKnownDivergenceShowsTheFirstTwoNumbers() {
        assertThat(transposed()
                        .as(Outcome.KNOWN_DIVERGENCE, "Its RW is transposed.")
                        .sentence())
                .matches(
                        "three steps: Lockstep .*and Deeplearning4j 1\\.0\\.0-M2\\.1 differ as is known, first in h of \"lstm\", t 2,"
                                + " unit 1, 0\\.167869210432\\d+ against 0\\.16086716957\\d+: Its RW is transposed\\.");
    }

    @Test
    void theTextIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(transposed().message("features/forward/lstm.feature:15")).isEqualTo(TRANSPOSED_RW);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aLongTableShowsWhatSurroundsTheFirstAndTheWorst() {
        Case scenario = Cases.seeded(false, Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT);
        String message = Comparison.between(
                        new TinyFramework(), TinyFramework.other(TRANSPOSED), scenario, Tolerances.derived())
                .message();
        assertThat(message)
                .startsWith("LSTM forward pass: our hidden states of \"lstm\" differ from Deeplearning4j 1.0.0-M2.1"
                        + " in 18 of 24 values.")
                .containsPattern(
                        "allowed  \\|ours − DL4J\\| ≤ the derived bound = \\d\\.\\de-1\\d, from signed derivatives, n = ")
                .contains("\n  t  unit  row ")
                .contains("\n  …\n  1  2     2 ")
                .contains("\n  … and 9 more\n")
                .contains("\n  also     outputs of \"dense\": 18 of 24 values, up to ")
                .contains("\n           dRW of \"lstm\": 16 of 16 values, up to ");
        long rows =
                message.lines().filter(line -> line.matches("  \\d  \\d .*")).count();
        assertThat(rows).isBetween(8L, 12L);
    }

    @Test
    void manyQuantitiesAreCounted() {
        Case ours = Cases.trained(new Adam(0.1, 0.9, 0.999, 1e-8, Adam.Form.REORDERED), 3);
        Case theirs = Cases.trained(new Adam(0.1, 0.9, 0.999, 1e-8, Adam.Form.ALGORITHM_1), 3);
        Comparison comparison = Comparison.between(
                new TinyFramework(), TinyFramework.misunderstanding(given -> theirs), ours, Tolerances.derived());
        // 5 parameters after step 1; then each step has a score, 5 parameters and 10 arrays of state: 5 + 2·16 = 37.
        assertThat(comparison.diverging()).hasSize(37);
        assertThat(comparison.message())
                .startsWith("LSTM training: our W of \"lstm\" after step 1 differs from")
                .contains("reading  The state of Adam agrees after step 1, the parameter does not")
                .endsWith("… and 24 more quantities");
    }

    @Test
    void differencesTooSmallForDecimalsShowAllDigits() {
        double[] near = VALUES.clone();
        near[4] = Math.nextUp(5.0);
        String message = Comparison.between(
                        Fakes.outputs("ours", near),
                        Fakes.outputs("dl4j", VALUES),
                        Cases.threeSteps(),
                        Tolerances.absolute(0))
                .message();
        assertThat(message)
                .contains("allowed  ours = DL4J exactly")
                .contains("\n  3  1     5.000000000000001     5  8.9e-16       never allowed  1 ulp  first, worst\n");
    }

    @Test
    void otherPartiesAreNamed() {
        double[] wrong = {1, 2, 3, 4, 5, 7};
        String message = Comparison.of(
                        Cases.threeSteps(),
                        new Comparison.Party("pytorch", "PyTorch", "2.5"),
                        Fakes.observed(wrong),
                        Comparison.Party.expected(),
                        Fakes.observed(VALUES),
                        Tolerances.ulps(4))
                .message();
        assertThat(message)
                .startsWith(
                        "LSTM forward pass: hidden states of PyTorch 2.5 differ from the expected values in 1 of 6 values.")
                .contains("allowed  |PyTorch − expected| ≤ 4 ulp");
    }

    @Test
    void severalComparisonsAreCounted() {
        Comparison one = transposed();
        String message = FailureMessage.of(List.of(one, one), "a.feature:1");
        assertThat(message)
                .startsWith("2 comparisons did not agree.\n\nLSTM forward pass: ")
                .containsSubsequence("where    a.feature:1", "where    a.feature:1");
        assertThat(FailureMessage.of(List.of(one), "")).isEqualTo(one.message());
        assertThat(FailureMessage.of(List.of(one), List.of(), "")).isEqualTo(one.message());
    }

    @Test
    void whoAgreedIsNamedAtTheEnd() {
        Comparison wrong = transposed();
        Comparison right = Comparison.between(
                Fakes.outputs("ours", VALUES), Fakes.outputs("dl4j", VALUES), Cases.threeSteps(), Tolerances.ulps(1));
        assertThat(FailureMessage.of(List.of(wrong), List.of(right), ""))
                .endsWith("\n  beside   Deeplearning4j 1.0 agrees with ours in 6 values.");
    }
}
