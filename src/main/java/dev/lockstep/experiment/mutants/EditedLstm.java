package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Cell;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import org.apache.commons.math3.RealFieldElement;

/** (L1) to (L11) with an {@link Edit} of one operand. */
final class EditedLstm extends LstmEquations {
    /** An operand, the equation that has it, and the one of the backward pass that has its gradient. */
    enum Operand {
        W("x·W", "L1", "dW", "L22"),
        RW("h′·RW", "L1", "dRW", "L23"),
        B("b", "L1", "db", "L24"),
        RB("rb", "L1", "drb", "L24"),
        X("x", "L1", "dx", "L26"),
        H("h′", "L1", "dh′", "L21"),
        P("p", "L2", "dp", "L25"),
        PEEPED("the cell state that a peephole sees", "L2", "the gradient of it", "L20"),
        ZI("zi", "L4", "dzi", "L16"),
        ZF("zf", "L5", "dzf", "L17"),
        ZG("zg", "L6", "dzg", "L18"),
        F("f", "L7", "df", "L17"),
        C_BEFORE("c′", "L7", "dc′", "L19"),
        I("i", "L7", "di", "L16"),
        G("g", "L7", "dg", "L18"),
        ZO("zo", "L9", "dzo", "L13"),
        C("c under φ", "L10", "φ′(c)·ds", "L14"),
        O("o", "L11", "do", "L13"),
        S("s", "L11", "ds", "L14");

        private final String symbol;
        private final String equation;
        private final String gradient;
        private final String backward;

        Operand(String symbol, String equation, String gradient, String backward) {
            this.symbol = symbol;
            this.equation = equation;
            this.gradient = gradient;
            this.backward = backward;
        }

        String symbol(Edit edit) {
            return edit.kind() == Kind.GRADIENT ? gradient : symbol;
        }

        String equation(Edit edit) {
            return edit.kind() == Kind.GRADIENT ? backward : equation;
        }
    }

    /** x, h′ and 1 for each bias, and where h′ begins and ends. */
    private static final class Reads<T> extends ArrayList<T> {
        private static final long serialVersionUID = 1;
        private final int inputs;
        private final int units;

        Reads(List<T> reads, int inputs, int units) {
            super(reads);
            this.inputs = inputs;
            this.units = units;
        }
    }

    private final Operand operand;
    private final List<Gate> gates;
    private final Edit edit;

    /** @param gates in which gates, of the operands of (L1), (L2) and (L3) */
    EditedLstm(Operand operand, List<Gate> gates, Edit edit) {
        this.operand = operand;
        this.gates = gates;
        this.edit = edit;
    }

    @Override
    public <T extends RealFieldElement<T>> List<T> reads(Arithmetic<T> math, LstmSpec layer, List<T> x, List<T> hPrev) {
        return new Reads<>(super.reads(math, layer, x, hPrev), x.size(), hPrev.size());
    }

    @Override
    public <T extends RealFieldElement<T>> T z(Arithmetic<T> math, Gate gate, List<T> reads, List<T> weights) {
        if (!gates.contains(gate)) {
            return math.dot(reads, weights);
        }
        int inputs = ((Reads<T>) reads).inputs;
        int bias = inputs + ((Reads<T>) reads).units;
        return switch (operand) {
            case X -> math.dot(edited(math, reads, 0, inputs), weights);
            case H -> math.dot(edited(math, reads, inputs, bias), weights);
            case W -> math.dot(reads, edited(math, weights, 0, inputs));
            case RW -> math.dot(reads, edited(math, weights, inputs, bias));
            case B -> math.dot(reads, edited(math, weights, bias, bias + 1));
            case RB -> math.dot(reads, edited(math, weights, bias + 1, bias + 2));
            default -> math.dot(reads, weights);
        };
    }

    private <T extends RealFieldElement<T>> List<T> edited(Arithmetic<T> math, List<T> numbers, int from, int to) {
        List<T> changed = new ArrayList<>(numbers);
        for (int k = from; k < Math.min(to, changed.size()); k++) { // a bias need not be there
            changed.set(k, edit.of(math, numbers.get(k)));
        }
        return changed;
    }

    private <T extends RealFieldElement<T>> T at(Operand place, Arithmetic<T> math, T value) {
        return place == operand ? edit.of(math, value) : value;
    }

    /** The arithmetic is that of the tape that the numbers are on. */
    @Override
    @SuppressWarnings("unchecked")
    public <T extends RealFieldElement<T>> T peephole(Gate gate, T z, T p, T cPrev, T c) {
        if (!gates.contains(gate) || operand != Operand.P && operand != Operand.PEEPED) {
            return super.peephole(gate, z, p, cPrev, c);
        }
        Arithmetic<T> math = (Arithmetic<T>) z.getField();
        T seen = at(Operand.PEEPED, math, gate == Gate.OUTPUT ? c : cPrev);
        return super.peephole(gate, z, at(Operand.P, math, p), seen, seen);
    }

    @Override
    public <T extends RealFieldElement<T>> T i(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zi) {
        return super.i(math, activations, layer, at(Operand.ZI, math, zi));
    }

    @Override
    public <T extends RealFieldElement<T>> T f(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zf) {
        return super.f(math, activations, layer, at(Operand.ZF, math, zf));
    }

    @Override
    public <T extends RealFieldElement<T>> T g(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zg) {
        return super.g(math, activations, layer, at(Operand.ZG, math, zg));
    }

    @Override
    public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
        return super.c(
                math,
                at(Operand.F, math, f),
                at(Operand.C_BEFORE, math, cPrev),
                at(Operand.I, math, i),
                at(Operand.G, math, g));
    }

    @Override
    public <T extends RealFieldElement<T>> T o(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zo) {
        return super.o(math, activations, layer, at(Operand.ZO, math, zo));
    }

    @Override
    public <T extends RealFieldElement<T>> T s(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T c) {
        return super.s(math, activations, layer, at(Operand.C, math, c));
    }

    @Override
    public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T o, T s) {
        return super.h(math, at(Operand.O, math, o), at(Operand.S, math, s));
    }

    /** The LSTM with a wrong time index. */
    static LstmEquations late(Late late) {
        return new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> Cell<T> cell(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, Parameters<T> theta) {
                return late.of(
                        math,
                        super.cell(math, activations, layer, theta),
                        super.cell(math, activations, layer, theta.map(math::detached)));
            }
        };
    }

    /** The LSTM with other columns of W, RW and the biases in the place of a gate's. */
    static LstmEquations exchanged(Map<Gate, Gate> columns) {
        Map<Gate, Gate> all = new LinkedHashMap<>();
        for (Gate gate : Gate.values()) {
            all.put(gate, columns.getOrDefault(gate, gate));
        }
        return new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> weights(
                    Arithmetic<T> math, LstmSpec layer, Parameters<T> theta, Gate gate, int unit) {
                return super.weights(math, layer, theta, all.get(gate), unit);
            }
        };
    }

    /**
     * The LSTM with the numbers of a parameter in another order.
     *
     * @param from for a position in the parameter, row by row, the position that is read in its place
     */
    static LstmEquations rearranged(Parameter parameter, ToIntBiFunction<LstmSpec, Integer> from) {
        return new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> Cell<T> cell(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, Parameters<T> theta) {
                Map<ParameterKey, List<T>> entries = new LinkedHashMap<>();
                theta.keys().forEach(key -> entries.put(key, theta.get(key)));
                entries.computeIfPresent(new ParameterKey(layer.name(), parameter), (key, numbers) -> {
                    List<T> changed = new ArrayList<>();
                    for (int at = 0; at < numbers.size(); at++) {
                        changed.add(numbers.get(from.applyAsInt(layer, at)));
                    }
                    return changed;
                });
                return super.cell(math, activations, layer, new Parameters<>(theta.network(), entries));
            }
        };
    }

    /** Row and column of RW exchanged within the block of every gate. */
    static int transposed(LstmSpec layer, int at) {
        int row = at / (4 * layer.units());
        int column = at % (4 * layer.units());
        int gate = column / layer.units();
        return column % layer.units() * 4 * layer.units() + gate * layer.units() + row;
    }

    /** The peepholes of i and f exchanged. */
    static int otherPeephole(LstmSpec layer, int at) {
        int row = at / layer.units();
        return (row == 2 ? 2 : 1 - row) * layer.units() + at % layer.units();
    }
}
