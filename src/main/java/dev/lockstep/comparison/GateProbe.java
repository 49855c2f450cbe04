package dev.lockstep.comparison;

import dev.lockstep.definition.Definition;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the gate of an LSTM that is wrong at one unit, row and step, from nothing but c and h. With the peepholes set to zero,
 * c = f·c′ + p with p = i·g, and two states c′ tell f and p apart: f = Δc/Δc′, p = c − f·c′. A shifted bias tells i from g: if
 * i is right but for a factor, p grows by the same factor as it should when the bias of i is shifted; and so for g, and for o
 * and φ(c) in h = o·φ(c). Nothing is concluded where both, or neither, grow as they should.
 *
 * <p>Where the step can be given a state, the two c′ are 0 and 1. Where the fault shows in sequences only, they are reached by two
 * different beginnings, and RW is set to zero so that gates do not depend on them.
 *
 * @param framework whose gates
 * @param fault where they are wrong
 * @param inSequence whether the fault shows in sequences only
 */
record GateProbe(Framework framework, SingleSteps.Fault fault, boolean inSequence) {
    /** Smaller effects are not traced to a gate: some hundred times the rounding of a probe. */
    private static final double VISIBLE = 1e-12;

    private static final double SHIFT = 0.5;

    private record Reading(double cPrev, double c, double h) {}

    /** f and p, and h after each of the two states. */
    private record Gates(double f, double p, double h, double otherH, double steepness) {}

    /** The gate: one letter, {@code i or g}, {@code peepholes} …; "" where that cannot be told. */
    String gate() {
        if (!(fault.layer().layer() instanceof LstmSpec lstm) || (inSequence && fault.step() < 2)) {
            return "";
        }
        try {
            if (lstm.peepholes() && !inSequence && withoutPeepholes().isEmpty()) {
                return "peepholes";
            }
            return fault.quantity().kind() == Quantity.Kind.FINAL_CELL ? ofCell(lstm) : ofHidden(lstm);
        } catch (ProbeImpossible impossible) {
            return "";
        }
    }

    private String ofCell(LstmSpec lstm) {
        LayerAlone neutral = neutral(lstm);
        Gates found = gates(asked(), neutral);
        Gates truth = gates(Definition.STANDARD::observe, neutral);
        double tolerance = VISIBLE * Math.max(1, truth.steepness());
        List<String> wrong = new ArrayList<>();
        if (!(Math.abs(found.f() - truth.f()) <= tolerance)) {
            wrong.add("f");
        }
        if (!(Math.abs(found.p() - truth.p()) <= tolerance)) {
            Growth i = growth(neutral, lstm, Gate.INPUT, found, truth);
            Growth g = growth(neutral, lstm, Gate.CANDIDATE, found, truth);
            wrong.add(either(i, g, "i", "g"));
        }
        wrong.remove("");
        // "f, i and g", but "f and i or g" where the last two cannot be told apart.
        return String.join(" and ", wrong).replace("f and i and g", "f, i and g");
    }

    private String ofHidden(LstmSpec lstm) {
        LayerAlone neutral = neutral(lstm);
        Gates found = gates(asked(), neutral);
        Gates truth = gates(Definition.STANDARD::observe, neutral);
        boolean visible = !(Math.abs(found.h() - truth.h()) <= VISIBLE)
                || !(Math.abs(found.otherH() - truth.otherH()) <= VISIBLE);
        if (!visible) {
            return "";
        }
        LayerAlone shifted = shifted(neutral, lstm, Gate.OUTPUT);
        Gates foundShifted = gates(asked(), shifted);
        Gates truthShifted = gates(Definition.STANDARD::observe, shifted);
        Growth o = Growth.of(found.h(), foundShifted.h(), truth.h(), truthShifted.h(), 1);
        Growth phi = Growth.of(found.h(), found.otherH(), truth.h(), truth.otherH(), 1);
        return either(o, phi, "o", "φ(c)");
    }

    private static String either(Growth first, Growth second, String one, String other) {
        boolean added = first == Growth.SHIFTED && second == Growth.SHIFTED;
        boolean overwritten = first == Growth.NONE && second == Growth.NONE;
        if (added || overwritten) {
            return ""; // what was added to the product, or put in its place, is no gate
        }
        if (first == Growth.RIGHT && second == Growth.RIGHT || first == Growth.UNKNOWN || second == Growth.UNKNOWN) {
            return one + " or " + other;
        }
        if (first == Growth.RIGHT) {
            return other;
        }
        return second == Growth.RIGHT ? one : one + " and " + other;
    }

    private Growth growth(LayerAlone neutral, LstmSpec lstm, Gate gate, Gates found, Gates truth) {
        LayerAlone shifted = shifted(neutral, lstm, gate);
        double foundShifted = gates(asked(), shifted).p();
        Gates truthShifted = gates(Definition.STANDARD::observe, shifted);
        return Growth.of(found.p(), foundShifted, truth.p(), truthShifted.p(), truthShifted.steepness());
    }

    /** How a product changes when one of its factors does. */
    private enum Growth {
        RIGHT,
        NONE,
        SHIFTED,
        WRONG,
        UNKNOWN;

        static Growth of(double found, double foundChanged, double truth, double truthChanged, double steepness) {
            double tolerance = 4 * VISIBLE * Math.max(1, steepness);
            if (Math.abs(truthChanged - truth) < 1e3 * tolerance) {
                return UNKNOWN;
            }
            if (Math.abs(foundChanged * truth - found * truthChanged)
                    <= tolerance * (Math.abs(truth) + Math.abs(truthChanged))) {
                return RIGHT;
            }
            if (Math.abs(foundChanged - found) <= tolerance) {
                return NONE;
            }
            return Math.abs(foundChanged - found - (truthChanged - truth)) <= tolerance ? SHIFTED : WRONG;
        }
    }

    private Gates gates(Function<Case, Observations> who, LayerAlone layer) {
        Reading first = inSequence ? afterBeginning(who, layer, false) : fromState(who, layer, 0);
        Reading second = inSequence ? afterBeginning(who, layer, true) : fromState(who, layer, 1);
        double apart = second.cPrev() - first.cPrev();
        if (!(Math.abs(apart) > 1e-3)) {
            throw new ProbeImpossible();
        }
        double f = (second.c() - first.c()) / apart;
        double steepness = (1 + Math.abs(first.cPrev())) / Math.abs(apart);
        return new Gates(f, first.c() - f * first.cPrev(), first.h(), second.h(), steepness);
    }

    private Reading fromState(Function<Case, Observations> who, LayerAlone layer, double cPrev) {
        RowMajorMatrix h = fault.before().orElseThrow().h();
        RowMajorMatrix c = new RowMajorMatrix(h.getRowDimension(), h.getColumnDimension());
        for (int row = 0; row < c.getRowDimension(); row++) {
            for (int unit = 0; unit < c.getColumnDimension(); unit++) {
                c.setEntry(row, unit, cPrev);
            }
        }
        Sequence x = fault.x().steps(fault.step(), fault.step());
        Observations observed = who.apply(layer.reading(x, Optional.of(State.of(h, c))));
        return new Reading(cPrev, cell(layer, observed), hidden(layer, observed));
    }

    private Reading afterBeginning(Function<Case, Observations> who, LayerAlone layer, boolean other) {
        Sequence x = fault.x().steps(1, fault.step());
        if (other) {
            double[] values = x.values().clone();
            for (int k = 0; k < (x.time() - 1) * x.batch() * x.features(); k++) {
                values[k] = SHIFT - values[k];
            }
            x = new Sequence(x.time(), x.batch(), x.features(), values);
        }
        Observations before = who.apply(layer.reading(x.steps(1, x.time() - 1), Optional.empty()));
        Observations after = who.apply(layer.reading(x, Optional.empty()));
        return new Reading(cell(layer, before), cell(layer, after), hidden(layer, after));
    }

    private double cell(LayerAlone layer, Observations observed) {
        int units = layer.layer().outputs();
        return observed.get(Quantity.finalCell(layer.layer().name())).values()[fault.row() * units + fault.unit()];
    }

    private double hidden(LayerAlone layer, Observations observed) {
        int units = layer.layer().outputs();
        double[] all = observed.get(Quantity.outputs(layer.layer().name())).values();
        return all[all.length - fault.x().batch() * units + fault.row() * units + fault.unit()];
    }

    /** The fault of the same step with its own state, but with peepholes of zero. */
    private Optional<SingleSteps.Fault> withoutPeepholes() {
        LayerAlone zeroed = fault.layer()
                .with(Parameter.P, new RowMajorMatrix(3, fault.layer().layer().outputs()));
        Case step = zeroed.reading(fault.x().steps(fault.step(), fault.step()), fault.before());
        return SingleSteps.fault(
                framework,
                zeroed,
                fault.step(),
                step,
                asked().apply(step),
                Definition.STANDARD.observe(step),
                fault.x(),
                fault.before());
    }

    private LayerAlone neutral(LstmSpec lstm) {
        LayerAlone layer =
                lstm.peepholes() ? fault.layer().with(Parameter.P, new RowMajorMatrix(3, lstm.units())) : fault.layer();
        return inSequence ? layer.with(Parameter.RW, new RowMajorMatrix(lstm.units(), 4 * lstm.units())) : layer;
    }

    /** What moves a gate is its bias, so that one without any cannot be moved. */
    private LayerAlone shifted(LayerAlone layer, LstmSpec lstm, Gate gate) {
        if (lstm.bias() == Bias.NONE) {
            throw new ProbeImpossible();
        }
        RowMajorMatrix bias = RowMajorMatrix.copyOf(layer.weights().get(lstm.name(), Parameter.B));
        int at = gate.ordinal() * lstm.units() + fault.unit();
        bias.setEntry(0, at, bias.getEntry(0, at) + SHIFT);
        return layer.with(Parameter.B, bias);
    }

    private Function<Case, Observations> asked() {
        return scenario -> {
            if (!framework.supports(scenario).yes()) {
                throw new ProbeImpossible();
            }
            return framework.observe(scenario);
        };
    }

    private static final class ProbeImpossible extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
