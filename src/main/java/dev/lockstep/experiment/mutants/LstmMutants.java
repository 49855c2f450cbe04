package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.experiment.mutants.EditedLstm.Operand;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.math3.RealFieldElement;

/** (L1) to (L26). */
final class LstmMutants {
    private static final List<Gate> GATES = Arrays.asList(Gate.values());
    private static final List<Gate> PEEPING = List.of(Gate.INPUT, Gate.FORGET, Gate.OUTPUT);
    private static final Predicate<Case> BIASED = Met.lstm(layer -> layer.bias() != Bias.NONE);
    private static final Predicate<Case> TWICE = Met.lstm(layer -> layer.bias() == Bias.TWO);

    private final List<Mutant> mutants = new ArrayList<>();

    private LstmMutants() {}

    static List<Mutant> all() {
        LstmMutants catalogue = new LstmMutants();
        catalogue.preActivations();
        catalogue.peepholes();
        catalogue.gates();
        catalogue.exchanges();
        catalogue.times();
        return catalogue.mutants;
    }

    private void preActivations() {
        for (Gate gate : GATES) {
            add(Operand.W, List.of(gate), Edit.DROPPED, Edit.GRADIENT_DROPPED);
            add(Operand.RW, List.of(gate), Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED);
            add(Operand.B, List.of(gate), BIASED, Edit.DROPPED, Edit.GRADIENT_DROPPED);
            add(Operand.X, List.of(gate), Edit.GRADIENT_DROPPED);
            add(Operand.H, List.of(gate), Edit.GRADIENT_DROPPED);
        }
        add(Operand.B, GATES, BIASED, Edit.DOUBLED, Edit.GRADIENT_HALVED);
        add(Operand.RB, GATES, TWICE, Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.X, GATES, Edit.GRADIENT_FLIPPED);
        add(Operand.H, GATES, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
    }

    private void peepholes() {
        for (Gate gate : PEEPING) {
            String forward = gate == Gate.INPUT ? "L2" : gate == Gate.FORGET ? "L3" : "L8";
            String symbol = "p" + gate.symbol();
            for (Edit edit : List.of(Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED)) {
                boolean gradient = edit.kind() == Kind.GRADIENT;
                add(
                        symbol + "." + edit.id(),
                        gradient ? "L25" : forward,
                        (gradient ? "d" : "") + symbol + " " + edit.words(),
                        edit.kind(),
                        new EditedLstm(Operand.P, List.of(gate), edit),
                        Met.lstm(LstmSpec::peepholes));
            }
            add(
                    symbol + ".c." + Edit.GRADIENT_DROPPED.id(),
                    gate == Gate.OUTPUT ? "L15" : "L20",
                    symbol + " ⊙ dz" + gate.symbol() + " dropped",
                    Kind.GRADIENT,
                    new EditedLstm(Operand.PEEPED, List.of(gate), Edit.GRADIENT_DROPPED),
                    Met.lstm(LstmSpec::peepholes));
        }
        add(
                "po.c-before",
                "L8",
                "po sees c′ in the place of c",
                Kind.FORWARD,
                new LstmEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T peephole(Gate gate, T z, T p, T cPrev, T c) {
                        return super.peephole(gate, z, p, cPrev, cPrev);
                    }
                },
                Met.lstm(LstmSpec::peepholes));
        add(
                "pi-pf",
                "L2",
                "pi and pf exchanged",
                Kind.FORWARD,
                EditedLstm.rearranged(Parameter.P, EditedLstm::otherPeephole),
                Met.lstm(LstmSpec::peepholes));
    }

    private void gates() {
        for (Operand slope : List.of(Operand.ZI, Operand.ZF, Operand.ZG, Operand.ZO)) {
            add(slope, GATES, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        }
        add(Operand.F, GATES, Edit.ONE, Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.I, GATES, Edit.ONE, Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.C_BEFORE, GATES, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.G, GATES, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.C, GATES, Edit.DOUBLED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_HALVED);
        add(Operand.O, GATES, Edit.ONE, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.S, GATES, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(
                "c.coupled",
                "L7",
                "c = f ⊙ c′ + (1 − f) ⊙ g",
                Kind.FORWARD,
                new LstmEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
                        return super.c(math, f, cPrev, math.number(1).subtract(f), g);
                    }
                },
                Met.lstm());
        add(
                "s.without-phi",
                "L10",
                "s = c, without φ",
                Kind.FORWARD,
                new LstmEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T s(
                            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T c) {
                        return c;
                    }
                },
                Met.lstm());
        add(
                "g.gate-activation",
                "L6",
                "g = σ(zg)",
                Kind.FORWARD,
                new LstmEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T g(
                            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zg) {
                        return activations.value(math, layer.gateActivation(), zg);
                    }
                },
                Met.lstm(layer -> layer.activation() != layer.gateActivation()));
        Mutant commuted = Mutant.of(
                "L11.commuted",
                "L11",
                "h = s ⊙ o",
                Kind.FORWARD,
                Equations.STANDARD.with(new LstmEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T o, T s) {
                        return super.h(math, s, o);
                    }
                }),
                Met.lstm());
        mutants.add(commuted.equivalent("a product of two doubles is the same in either order"));
    }

    private void exchanges() {
        for (int a = 0; a < GATES.size(); a++) {
            for (int b = a + 1; b < GATES.size(); b++) {
                Gate first = GATES.get(a);
                Gate second = GATES.get(b);
                add(
                        first.symbol() + "-" + second.symbol(),
                        "L1",
                        "the columns of " + first.symbol() + " and " + second.symbol() + " exchanged",
                        Kind.FORWARD,
                        EditedLstm.exchanged(Map.of(first, second, second, first)),
                        Met.lstm());
            }
        }
        add(
                "rw-transposed",
                "L1",
                "RW transposed within every gate",
                Kind.FORWARD,
                EditedLstm.rearranged(Parameter.RW, EditedLstm::transposed),
                Met.lstm(layer -> layer.units() > 1));
    }

    private void times() {
        for (Late late : Late.values()) {
            String equation = switch (late) {
                case HIDDEN, INPUT -> "L1";
                case CELL -> "L7";
                case START -> "L19";
                case FIRST_ALONE, FIRST_LEFT_OUT -> "L22";
            };
            add(
                    "late." + late.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    equation,
                    late.words(),
                    late.kind(),
                    EditedLstm.late(late),
                    late == Late.START ? Met.lstm() : Met.lstm().and(Met.time(2)));
        }
    }

    private void add(Operand operand, List<Gate> gates, Edit... edits) {
        add(operand, gates, Met.lstm(), edits);
    }

    private void add(Operand operand, List<Gate> gates, Predicate<Case> met, Edit... edits) {
        for (Edit edit : edits) {
            boolean one = gates.size() == 1;
            add(
                    operand.name().toLowerCase(Locale.ROOT).replace('_', '-')
                            + (one ? "." + gates.get(0).symbol() : "") + "." + edit.id(),
                    operand.equation(edit),
                    operand.symbol(edit) + (one ? " of " + gates.get(0).symbol() : "") + " " + edit.words(),
                    edit.kind(),
                    new EditedLstm(operand, gates, edit),
                    met);
        }
    }

    private void add(
            String name, String equation, String what, Kind kind, LstmEquations equations, Predicate<Case> met) {
        mutants.add(Mutant.of(
                equation + "." + name, equation, "LSTM: " + what, kind, Equations.STANDARD.with(equations), met));
    }
}
