package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.comparison.TinyNetwork.Conventions;
import dev.lockstep.convention.Calculation;
import dev.lockstep.convention.Convention;
import dev.lockstep.convention.Hypothesis;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
    private static final Tolerance CLOSE = Tolerances.absolute(1e-12);

    private static List<String> named(Comparison comparison) {
        return Diagnosis.of(comparison).named().stream()
                .map(candidate -> candidate.conventions().get(0).id())
                .toList();
    }

    private static Comparison compare(TinyFramework other, Case scenario) {
        Comparison comparison = Comparison.between(new TinyFramework(), other, scenario, CLOSE);
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        return comparison;
    }

    static Stream<List<Integer>> wrongOrders() {
        List<List<Integer>> orders = new ArrayList<>();
        permute(new ArrayList<>(List.of(0, 1, 2, 3)), 0, orders);
        assertThat(orders).hasSize(24).doesNotHaveDuplicates();
        return orders.stream().filter(order -> !order.equals(List.of(0, 1, 2, 3)));
    }

    private static void permute(List<Integer> order, int from, List<List<Integer>> all) {
        if (from == order.size()) {
            all.add(List.copyOf(order));
        }
        for (int i = from; i < order.size(); i++) {
            Collections.swap(order, from, i);
            permute(order, from + 1, all);
            Collections.swap(order, from, i);
        }
    }

    @ParameterizedTest
    @MethodSource("wrongOrders")
    void everyWrongGateOrderIsNamedAlsoFromGradients(List<Integer> blockOfGate) {
        Case scenario = Cases.seeded(false, Kind.OUTPUTS, Kind.GRADIENT, Kind.INPUT_GRADIENT);
        Comparison comparison =
                compare(TinyFramework.other(new Conventions(blockOfGate, false, List.of(1, 1, 1, 1))), scenario);
        // Gate k is read from block blockOfGate[k]; ours does the same when handed the blocks in that order.
        String order = blockOfGate.stream()
                .map(block -> "ifgo".substring(block, block + 1))
                .reduce((x, y) -> x + " " + y)
                .get();
        assertThat(named(comparison)).containsExactly("gate-order-" + order.replace(" ", ""));
        assertThat(comparison.tried().get(0))
                .startsWith("with gate order " + order + " for i f g o")
                .contains(" in DL4J, all " + comparison.elements() + " values agree (see ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void transposedRecurrentWeightsAreNamed(boolean peepholes) {
        Case scenario = Cases.seeded(peepholes, Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT);
        Comparison comparison =
                compare(TinyFramework.other(new Conventions(List.of(0, 1, 2, 3), true, List.of(1, 1, 1, 1))), scenario);
        assertThat(comparison.tried().get(0))
                .isEqualTo("with RW transposed per gate in DL4J, all " + comparison.elements()
                        + " values agree (see keras-team/keras#3088).");
        assertThat(comparison.tried().get(1)).startsWith("next best: ").contains(" × allowed); ");
    }

    @Test
    void aDroppedBiasOfOneGateIsNamed() {
        Comparison comparison = compare(
                TinyFramework.other(new Conventions(List.of(0, 1, 2, 3), false, List.of(1, 0, 1, 1))),
                Cases.threeSteps());
        // That bias is 1 in both units, so that dropping it and taking 1 from it are the same.
        assertThat(named(comparison)).containsExactly("bias-dropped-f", "forget-bias-taken");
        assertThat(comparison.tried()).hasSize(4).contains("These numbers cannot tell them apart.");
    }

    @Test
    void aSlipOfTheFirstFrameworkIsFoundThere() {
        TinyFramework wrong = new TinyFramework(
                "ours",
                "Lockstep",
                new Conventions(List.of(0, 1, 2, 3), false, List.of(1, 0, 1, 1)),
                scenario -> scenario);
        Comparison comparison =
                Comparison.between(wrong, TinyFramework.other(Conventions.CANONICAL), Cases.threeSteps(), CLOSE);
        assertThat(comparison.tried().get(0))
                .isEqualTo("with bias of f dropped in ours, all 6 values agree (see onnx/keras-onnx#89).");
    }

    @Test
    void twoBiasesAreNamed() {
        Comparison comparison = compare(
                TinyFramework.other(new Conventions(List.of(0, 1, 2, 3), false, List.of(2, 2, 2, 2))),
                Cases.threeSteps());
        assertThat(named(comparison)).containsExactly("bias-doubled");
    }

    @ParameterizedTest
    @EnumSource(
            value = Adam.Form.class,
            names = {"ALGORITHM_1", "INSIDE_ROOT"})
    void theOtherFormsOfAdamAreNamed(Adam.Form form) {
        Case scenario = Cases.trained(new Adam(0.1, 0.9, 0.999, 0.01, Adam.Form.REORDERED), 3);
        Comparison comparison = compare(
                TinyFramework.misunderstanding(given -> optimizing(given, new Adam(0.1, 0.9, 0.999, 0.01, form))),
                scenario);
        String name = form == Adam.Form.ALGORITHM_1 ? "Adam's Algorithm 1" : "Adam's ε inside the root";
        assertThat(comparison.tried().get(0))
                .startsWith("with " + name + " in DL4J, all " + comparison.elements() + " values up to step 3 agree");
    }

    @Test
    void theStartOfRmsPropIsNamed() {
        RmsProp paper = new RmsProp(0.1, 0.9, 0.01, OptimizerSpec.Epsilon.OUTSIDE_ROOT, OptimizerSpec.Start.ZERO);
        Comparison comparison = compare(
                TinyFramework.misunderstanding(given -> optimizing(given, paper)),
                Cases.trained(RmsProp.deeplearning4j(0.1, 0.9, 0.01), 2));
        assertThat(named(comparison)).containsExactly("squares-from-zero");
    }

    private static Case optimizing(Case given, OptimizerSpec optimizer) {
        Training training = new Training(
                optimizer,
                OptimizerState.initial(optimizer, given.network()),
                given.training().orElseThrow().minibatches());
        return rebuilt(given, given.input(), given.objective(), Optional.of(training));
    }

    @Test
    void sumAgainstMeanIsNamed() {
        Comparison comparison = compare(
                TinyFramework.misunderstanding(given -> {
                    Objective.Targets targets = (Objective.Targets) given.objective();
                    Loss sum = Loss.of(targets.loss().function(), Reduction.SUM);
                    return rebuilt(
                            given, given.input(), new Objective.Targets(sum, targets.targets()), given.training());
                }),
                Cases.seeded(false, Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT));
        assertThat(comparison.tried().get(0))
                .startsWith("with the sum for the mean over the batch in DL4J, all " + comparison.elements()
                        + " values agree");
        assertThat(named(comparison)).containsExactly("loss-summed");
        assertThat(comparison.reading())
                .isEqualTo("The score differs, though outputs agree: suspect the loss, its reduction or its clipping."
                        + " DL4J/ours = 3, the number of batch rows.");
    }

    @Test
    void reversedTimeIsNamed() {
        Comparison comparison = compare(
                TinyFramework.misunderstanding(
                        given -> rebuilt(given, reversed(given.input()), given.objective(), given.training())),
                Cases.threeSteps());
        assertThat(named(comparison)).containsExactly("input-reversed");
    }

    private static Sequence reversed(Sequence x) {
        double[] values = {x.get(3, 0, 0), x.get(2, 0, 0), x.get(1, 0, 0)};
        return new Sequence(3, 1, 1, values);
    }

    @Test
    void twoConventionsAtOnceAreNamedTogether() {
        Comparison comparison = compare(
                TinyFramework.other(new Conventions(List.of(0, 2, 1, 3), false, List.of(2, 2, 2, 2))),
                Cases.seeded(false, Kind.OUTPUTS));
        assertThat(Diagnosis.of(comparison).named())
                .as(() -> String.join("\n", comparison.tried()))
                .hasSize(1)
                .allSatisfy(pair -> assertThat(pair.conventions())
                        .extracting(Convention::id)
                        .containsExactlyInAnyOrder("gate-order-igfo", "bias-doubled"));
    }

    @Test
    void whatNothingExplainsIsSaid() {
        Comparison comparison = compare(
                TinyFramework.other(new Conventions(List.of(0, 1, 2, 3), false, List.of(1, 1, 3, 1))),
                Cases.threeSteps());
        assertThat(Diagnosis.of(comparison).named()).isEmpty();
        assertThat(comparison.tried())
                .hasSize(1)
                .allSatisfy(finding -> assertThat(finding)
                        .matches("none of \\d+ conventions explains DL4J, alone or in pairs; the best are .*"));
    }

    @Test
    void aCaseThatIsTooLargeIsNotComputedAgain() {
        Case small = Cases.seeded(false, Kind.OUTPUTS);
        Case large = rebuilt(small, Sequence.random(4, 9000, 2, 1), new Objective.None(), Optional.empty());
        Comparison divergence =
                compare(TinyFramework.other(new Conventions(List.of(0, 1, 2, 3), true, List.of(1, 1, 1, 1))), small);
        Comparison claimed =
                new Comparison(large, divergence.a(), divergence.b(), divergence.arrays(), CLOSE, Outcome.DIVERGE, "");
        assertThat(Diagnosis.of(claimed).findings())
                .containsExactly("nothing, the case is too large to be computed again under every convention.");
    }

    @Test
    void nothingIsTriedWhenAllAgrees() {
        assertThat(Comparison.between(
                                new TinyFramework(),
                                TinyFramework.other(Conventions.CANONICAL),
                                Cases.threeSteps(),
                                CLOSE)
                        .tried())
                .isEmpty();
    }

    private static Case rebuilt(Case given, Sequence input, Objective objective, Optional<Training> training) {
        return new Case(
                given.name(),
                given.network(),
                given.weights(),
                input,
                given.initialStates(),
                objective,
                training,
                given.observed());
    }

    @Test
    void whatAHypothesisCannotComputeIsRefusedByAFramework() {
        Hypothesis equations = dev.lockstep.convention.Conventions.named("candidate-tanh-missing")
                .hypotheses(Cases.threeSteps())
                .get(0);
        assertThatThrownBy(() -> equations.observe(Calculation.by(new TinyFramework()), Cases.threeSteps()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the equations of Lockstep are its own");
    }
}
