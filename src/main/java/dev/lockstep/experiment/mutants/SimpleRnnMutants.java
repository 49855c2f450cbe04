package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Equations;
import dev.lockstep.definition.SimpleRnnEquations;
import dev.lockstep.experiment.mutants.EditedSimpleRnn.Operand;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** (R1) to (R11). */
final class SimpleRnnMutants {
    private final List<Mutant> mutants = new ArrayList<>();

    private SimpleRnnMutants() {}

    static List<Mutant> all() {
        SimpleRnnMutants catalogue = new SimpleRnnMutants();
        catalogue.operands();
        catalogue.structure();
        catalogue.times();
        return catalogue.mutants;
    }

    private void operands() {
        Predicate<Case> any = Met.simpleRnn(SimpleRnnMutants::isPlain);
        Predicate<Case> biased = Met.simpleRnn(layer -> isPlain(layer) && layer.bias() != Bias.NONE);
        Predicate<Case> twice = Met.simpleRnn(layer -> isPlain(layer) && layer.bias() == Bias.TWO);
        add(Operand.W, any, Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.RW, any, Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.B, biased, Edit.DROPPED, Edit.FLIPPED, Edit.DOUBLED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_HALVED);
        add(Operand.RB, twice, Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.X, any, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.H, any, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED, Edit.GRADIENT_HALVED);
        add(Operand.Z, any, Edit.FLIPPED, Edit.HALVED, Edit.GRADIENT_FLIPPED, Edit.GRADIENT_HALVED);
    }

    /** Without layer normalisation, which goes another way than (R1). */
    private static boolean isPlain(SimpleRnnSpec layer) {
        return layer.norm().isEmpty();
    }

    private void structure() {
        add(
                "rw-transposed",
                "R1",
                "RW transposed",
                Kind.FORWARD,
                EditedSimpleRnn.transposed(),
                Met.simpleRnn(layer -> isPlain(layer) && layer.units() > 1));
        Predicate<Case> curved = Met.simpleRnn(layer -> layer.activation() != Activation.IDENTITY);
        add("without-phi", "R2", "h = z, without φ", Kind.FORWARD, EditedSimpleRnn.withoutActivation(), curved);
        add("state-for-slope", "R4", "h for φ′(z)", Kind.GRADIENT, EditedSimpleRnn.stateForSlope(), curved);
        Predicate<Case> trained = Met.simpleRnn(SimpleRnnSpec::trainableStart);
        mutants.add(Mutant.misreading(
                "R10.dropped", "R10", "SimpleRnn: h at t = 0 is 0", Kind.FORWARD, SimpleRnnMutants::fromZero, trained));
    }

    private void times() {
        for (Late late : List.of(Late.HIDDEN, Late.INPUT, Late.START, Late.FIRST_ALONE, Late.FIRST_LEFT_OUT)) {
            String equation = switch (late) {
                case START -> "R11";
                case FIRST_ALONE, FIRST_LEFT_OUT -> "R6";
                default -> "R1";
            };
            Predicate<Case> any = Met.simpleRnn(layer -> true);
            add(
                    "late." + late.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    equation,
                    late.words(),
                    late.kind(),
                    EditedSimpleRnn.late(late),
                    late == Late.START ? any : any.and(Met.time(2)));
        }
    }

    /** The case with every trained initial state at zero. */
    private static Case fromZero(Case scenario) {
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(scenario.weights().asMap());
        matrices.replaceAll((key, matrix) -> key.parameter() == Parameter.H0
                ? new RowMajorMatrix(matrix.getRowDimension(), matrix.getColumnDimension())
                : matrix);
        return scenario.withWeights(new Weights(scenario.network(), matrices));
    }

    private void add(Operand operand, Predicate<Case> met, Edit... edits) {
        for (Edit edit : edits) {
            add(
                    operand.name().toLowerCase(Locale.ROOT) + "." + edit.id(),
                    operand.equation(edit),
                    operand.symbol(edit) + " " + edit.words(),
                    edit.kind(),
                    new EditedSimpleRnn(operand, edit),
                    met);
        }
    }

    private void add(
            String name, String equation, String what, Kind kind, SimpleRnnEquations equations, Predicate<Case> met) {
        mutants.add(Mutant.of(
                equation + "." + name, equation, "SimpleRnn: " + what, kind, Equations.STANDARD.with(equations), met));
    }
}
