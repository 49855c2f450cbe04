package dev.lockstep.experiment.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.CentralDifferences;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.RealFieldElement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who kills whom; the numbers that mutants are held against are SameDiff's and Deeplearning4j's. */
class TeethTest {
    private static final NetworkSpec NETWORK = NetworkSpec.of(LstmSpec.plain("lstm", 2, 3));
    private static final Set<Quantity.Kind> OUTPUTS = EnumSet.of(Quantity.Kind.OUTPUTS, Quantity.Kind.FINAL_CELL);
    private static final Set<Quantity.Kind> GRADIENTS =
            EnumSet.of(Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT);

    /** (L7) with i in the place of f. */
    private static final LstmEquations WRONG_FORWARD = new LstmEquations() {
        @Override
        public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
            return super.c(math, i, cPrev, i, g);
        }
    };

    /** (L7) a hundred-thousandth too great. */
    private static final LstmEquations SLIGHTLY_WRONG_FORWARD = new LstmEquations() {
        @Override
        public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
            return super.c(math, f, cPrev, i, g).multiply(1.00001);
        }
    };

    /** (L17) without df. */
    private static final LstmEquations WRONG_BACKWARD = new LstmEquations() {
        @Override
        public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
            return super.c(math, math.detached(f), cPrev, i, g);
        }
    };

    @Test
    void the_standard_equations_survive_under_any_name() {
        for (Kind kind : Kind.values()) {
            Mutant none = Mutant.of("none", "", "nothing", kind, Equations.STANDARD, Met.lstm());
            for (FamilyScore score : scores(List.of(none))) {
                assertThat(score.killed()).isEmpty();
                assertThat(score.comparisons()).isPositive();
            }
        }
    }

    @Test
    void an_error_of_the_forward_pass_is_killed_by_outputs_and_by_gradients() {
        Mutant mutant = planted("forward", Kind.FORWARD, WRONG_FORWARD);
        assertThat(scores(List.of(mutant)))
                .allSatisfy(score -> assertThat(score.killed()).containsExactly(mutant));
    }

    @Test
    void an_error_of_the_backward_pass_is_killed_by_gradients_alone() {
        Mutant mutant = planted("backward", Kind.GRADIENT, WRONG_BACKWARD);
        List<FamilyScore> scores = scores(List.of(mutant));
        assertThat(scores.get(0).family()).isEqualTo("forward");
        assertThat(scores.get(0).mutants()).isZero();
        assertThat(scores.get(1).killed()).containsExactly(mutant);
    }

    @Test
    void what_a_family_does_not_compare_it_does_not_kill() {
        Mutant mutant = planted("backward", Kind.GRADIENT, WRONG_BACKWARD);
        FamilyScore score = score("seed", mutant, witness(OUTPUTS, Frameworks.sameDiff(), Tolerances.derived()));
        assertThat(score.killed()).isEmpty();
        assertThat(score.unmet()).containsExactly(mutant);
    }

    @Test
    void under_a_bound_as_wide_as_the_error_it_survives() {
        Mutant mutant = planted("forward", Kind.FORWARD, SLIGHTLY_WRONG_FORWARD);
        assertThat(score("forward", mutant, witness(OUTPUTS, Frameworks.sameDiff(), Tolerances.absolute(1e-9)))
                        .killed())
                .containsExactly(mutant);
        FamilyScore score =
                score("forward", mutant, witness(OUTPUTS, Frameworks.sameDiff(), Tolerances.absolute(1e-3)));
        assertThat(score.survivors()).containsExactly(mutant);
        assertThat(score.score()).isZero();
    }

    @Test
    void central_differences_of_the_equations_tell_of_the_backward_pass_only() {
        Witness witness = witness(GRADIENTS, new CentralDifferences(), Tolerances.centralDifferences());
        Mutant forward = planted("forward", Kind.FORWARD, WRONG_FORWARD);
        Mutant backward = planted("backward", Kind.GRADIENT, WRONG_BACKWARD);
        assertThat(score("gradient", forward, witness).unmet()).containsExactly(forward);
        assertThat(score("gradient", backward, witness).killed()).containsExactly(backward);
    }

    @Test
    void an_equivalent_mutant_that_is_killed_is_refuted() {
        Mutant claimed = planted("forward", Kind.FORWARD, WRONG_FORWARD).equivalent("so it is said");
        List<FamilyScore> scores = scores(List.of(claimed));
        MutantsResult result = new MutantsResult(List.of(claimed), scores);
        assertThat(result.killed()).isEmpty();
        assertThat(result.refuted()).containsExactly(claimed);
    }

    @Test
    void the_catalogue_names_every_mutant_once_and_leaves_forward_passes_as_they_are_in_those_of_gradients() {
        List<Mutant> mutants = MutantCatalogue.all();
        assertThat(mutants).hasSizeGreaterThanOrEqualTo(120);
        assertThat(mutants).extracting(Mutant::id).doesNotHaveDuplicates();
        Case scenario = scenario(OUTPUTS);
        double[] right = Definition.STANDARD
                .observe(scenario)
                .get(Quantity.outputs("lstm"))
                .values();
        assertThat(mutants.stream()
                        .filter(mutant ->
                                mutant.kind() == Kind.GRADIENT && mutant.met().test(scenario)))
                .isNotEmpty()
                .allSatisfy(mutant -> assertThat(mutant.observe(scenario)
                                .get(Quantity.outputs("lstm"))
                                .values())
                        .as(mutant.id())
                        .isEqualTo(right));
    }

    @Test
    void the_file_holds_what_other_tools_read() {
        Mutant killed = planted("L7.planted", Kind.FORWARD, WRONG_FORWARD);
        Mutant survivor = Mutant.of("none", "L7", "nothing", Kind.FORWARD, Equations.STANDARD, Met.lstm());
        Mutant same = Mutant.of("same", "L7", "nothing", Kind.FORWARD, Equations.STANDARD, Met.lstm())
                .equivalent("it is the same");
        List<Mutant> all = List.of(killed, survivor, same);
        JsonNode json = JsonMapper.shared().readTree(MutantsJson.of(new MutantsResult(all, scores(all))));
        assertThat(json.get("mutants").intValue()).isEqualTo(3);
        assertThat(json.get("killed").intValue()).isEqualTo(1);
        assertThat(json.get("equivalent").intValue()).isEqualTo(1);
        assertThat(json.get("survivors")).hasSize(1);
        assertThat(json.get("survivors").get(0).get("id").stringValue()).isEqualTo("none");
        JsonNode family = json.get("families").get(0);
        assertThat(family.get("family").stringValue()).isEqualTo("forward");
        assertThat(family.get("mutants").intValue()).isEqualTo(2);
        assertThat(family.get("killed").intValue()).isEqualTo(1);
        assertThat(family.get("score").doubleValue()).isEqualTo(0.5);
    }

    private static Mutant planted(String id, Kind kind, LstmEquations equations) {
        return Mutant.of(id, "L7", "planted", kind, Equations.STANDARD.with(equations), Met.lstm());
    }

    private static List<FamilyScore> scores(List<Mutant> mutants) {
        Map<String, List<Witness>> families = Map.of(
                "forward",
                List.of(witness(OUTPUTS, Frameworks.deeplearning4j(), Tolerances.derived())),
                "gradient",
                List.of(witness(GRADIENTS, Frameworks.sameDiff(), Tolerances.derived())));
        return Teeth.of(new TreeMap<>(families), mutants, score -> {});
    }

    private static FamilyScore score(String family, Mutant mutant, Witness witness) {
        return Teeth.of(new TreeMap<>(Map.of(family, List.of(witness))), List.of(mutant), score -> {})
                .get(0);
    }

    private static Witness witness(Set<Quantity.Kind> observed, Framework other, Tolerance tolerance) {
        return Witness.of(Comparison.between(Frameworks.ours(), other, scenario(observed), tolerance))
                .orElseThrow();
    }

    private static Case scenario(Set<Quantity.Kind> observed) {
        return new Case(
                "planted",
                NETWORK,
                Weights.random(NETWORK, 1),
                Sequence.random(4, 2, 2, 2),
                Map.of(),
                new Objective.Upstream(Sequence.random(4, 2, 3, 3), Map.of()),
                Optional.empty(),
                observed);
    }
}
