package dev.lockstep.document;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The LSTM with separate gate matrices, as its document computes it, with none, some or all of its slips. In the document's
 * notation, with column vectors:
 *
 * <pre>
 * f = σ(Wfh·h′ + Wfx·x + bf)      δ_o = δ_h ∘ φ(c) ∘ σ′           δ_c = δ_h ∘ o ∘ φ′(c) + δ_c of the step after ∘ its f
 * i = σ(Wih·h′ + Wix·x + bi)      δ_f = δ_c ∘ c′ ∘ σ′
 * o = σ(Woh·h′ + Wox·x + bo)      δ_i = δ_c ∘ c̃ ∘ σ′             dWgh = Σₜ δ_g·h′ᵀ
 * c̃ = φ(Wch·h′ + Wcx·x + bc)      δ_c̃ = δ_c ∘ i ∘ φ′             dWgx = Σₜ δ_g·xᵀ
 * c = f ∘ c′ + i ∘ c̃              δ_h′ = Σ over g of Wghᵀ·δ_g     db_g = Σₜ δ_g
 * h = o ∘ φ(c)
 * </pre>
 *
 * for each gate g of f, i, o, c̃. The code has row vectors, as the model: its matrices are the transposes. The document has one
 * sequence, starts from zero and asks for no gradient of x or of the initial state; here are batches, any start and all
 * gradients, so that the document mended can be held against the rest.
 */
public final class LstmDocument implements Document {
    private final Set<LstmSlip> slips;

    /** @param slips those it makes; none for the document mended */
    public LstmDocument(Set<LstmSlip> slips) {
        this.slips = EnumSet.noneOf(LstmSlip.class);
        this.slips.addAll(slips);
    }

    @Override
    public String title() {
        return "the document's LSTM";
    }

    @Override
    public String version() {
        return slips.isEmpty()
                ? "mended"
                : "with "
                        + String.join(", ", slips.stream().map(LstmSlip::title).toList());
    }

    @Override
    public boolean checks(Parameter parameter, List<String> labels) {
        return parameter == Parameter.RW && labels.contains(Gate.FORGET.symbol());
    }

    @Override
    public Support supports(Case scenario) {
        List<LayerSpec> layers = scenario.network().layers();
        if (layers.size() != 1 || !(layers.get(0) instanceof LstmSpec lstm)) {
            return Support.no("the document has one LSTM layer and nothing else");
        }
        if (lstm.peepholes()) {
            return Support.no("the document's LSTM has no peepholes");
        }
        if (lstm.clipsPreActivations()) {
            return Support.no("the document's LSTM clips no pre-activations");
        }
        if (lstm.bias() != Bias.ONE) {
            return Support.no("the document's LSTM has one bias for each gate");
        }
        if (lstm.activation() == Activation.SOFTMAX || lstm.gateActivation() == Activation.SOFTMAX) {
            return Support.no("the document takes slopes entry by entry, and softmax has a Jacobian");
        }
        if (scenario.objective() instanceof Objective.Targets) {
            return Support.no("the document has no loss, only an error that arrives at h");
        }
        if (!(scenario.truncation() instanceof Truncation.Full)) {
            return Support.no("the document's errors flow back through the whole sequence");
        }
        return Support.YES;
    }

    @Override
    public Observations observe(Case scenario) {
        LstmSpec spec = (LstmSpec) scenario.network().layers().get(0);
        Forward forward = new Forward(scenario, spec);
        Observations.Builder observations = Observations.builder();
        Set<Kind> observed = scenario.observed();
        List<Step> steps = forward.steps;
        if (observed.contains(Kind.OUTPUTS)) {
            List<RealMatrix> h = steps.stream().map(step -> step.h).toList();
            observations.put(Quantity.outputs(spec.name()), Tensor.of(sequence(h)));
        }
        if (observed.contains(Kind.FINAL_HIDDEN)) {
            observations.put(Quantity.finalHidden(spec.name()), tensor(last(steps).h));
        }
        if (observed.contains(Kind.FINAL_CELL)) {
            observations.put(Quantity.finalCell(spec.name()), tensor(last(steps).c));
        }
        if (scenario.objective() instanceof Objective.Upstream upstream) {
            new Backward(forward, upstream).observed(observed, observations);
        }
        return observations.build();
    }

    /** One step on its way forward, every matrix {@code [batch × width]}. */
    private static final class Step {
        private final RealMatrix x;
        private final RealMatrix hPrev;
        private final RealMatrix cPrev;
        private final Map<Gate, RealMatrix> z = new EnumMap<>(Gate.class);
        private final Map<Gate, RealMatrix> a = new EnumMap<>(Gate.class);
        private RealMatrix c;
        private RealMatrix h;

        Step(RealMatrix x, RealMatrix hPrev, RealMatrix cPrev) {
            this.x = x;
            this.hPrev = hPrev;
            this.cPrev = cPrev;
        }
    }

    /** The way forward through a whole sequence. */
    private static final class Forward {
        private final LstmSpec spec;
        private final Map<Gate, RealMatrix> wx;
        private final Map<Gate, RealMatrix> wh;
        private final List<Step> steps = new ArrayList<>();

        Forward(Case scenario, LstmSpec spec) {
            this.spec = spec;
            wx = blocks(scenario.weights().get(spec.name(), Parameter.W));
            wh = blocks(scenario.weights().get(spec.name(), Parameter.RW));
            Map<Gate, RealMatrix> b = blocks(scenario.weights().get(spec.name(), Parameter.B));
            State start = scenario.initialState(spec);
            RealMatrix h = copy(start.h());
            RealMatrix c = copy(start.c().orElseThrow());
            for (int t = 1; t <= scenario.input().time(); t++) {
                Step step = new Step(copy(scenario.input().at(t)), h, c);
                for (Gate gate : Gate.values()) {
                    RealMatrix z = step.hPrev.multiply(wh.get(gate)).add(step.x.multiply(wx.get(gate)));
                    z = z.add(ones(z.getRowDimension()).multiply(b.get(gate)));
                    step.z.put(gate, z);
                    step.a.put(gate, valued(activation(gate), z));
                }
                step.c = Matrices.times(step.a.get(Gate.FORGET), step.cPrev)
                        .add(Matrices.times(step.a.get(Gate.INPUT), step.a.get(Gate.CANDIDATE)));
                step.h = Matrices.times(step.a.get(Gate.OUTPUT), valued(spec.activation(), step.c));
                steps.add(step);
                h = step.h;
                c = step.c;
            }
        }

        Activation activation(Gate gate) {
            return gate == Gate.CANDIDATE ? spec.activation() : spec.gateActivation();
        }

        private Map<Gate, RealMatrix> blocks(RealMatrix fused) {
            Map<Gate, RealMatrix> blocks = new EnumMap<>(Gate.class);
            for (Gate gate : Gate.values()) {
                int from = gate.ordinal() * spec.units();
                blocks.put(
                        gate, copy(fused.getSubMatrix(0, fused.getRowDimension() - 1, from, from + spec.units() - 1)));
            }
            return blocks;
        }
    }

    /** The way back, with the slips. */
    private final class Backward {
        private final Forward forward;
        private final Map<Gate, RealMatrix> dWh = new EnumMap<>(Gate.class);
        private final Map<Gate, RealMatrix> dWx = new EnumMap<>(Gate.class);
        private final Map<Gate, RealMatrix> db = new EnumMap<>(Gate.class);
        private final List<RealMatrix> dx = new ArrayList<>();
        private RealMatrix dhLater;
        private RealMatrix dcLater;

        Backward(Forward forward, Objective.Upstream upstream) {
            this.forward = forward;
            int batch = forward.steps.get(0).x.getRowDimension();
            State end = upstream.finalStates().getOrDefault(forward.spec.name(), State.zero(forward.spec, batch));
            dhLater = copy(end.h());
            dcLater = copy(end.c().orElseThrow());
            for (int t = forward.steps.size(); t >= 1; t--) {
                step(t, copy(upstream.outputs().at(t)));
            }
            if (slips.contains(LstmSlip.BIASES_OF_F)) {
                db.put(Gate.INPUT, db.get(Gate.FORGET));
                db.put(Gate.OUTPUT, db.get(Gate.FORGET));
            }
        }

        private void step(int t, RealMatrix arriving) {
            Step step = forward.steps.get(t - 1);
            Activation phi = forward.spec.activation();
            RealMatrix dh = arriving.add(dhLater);
            RealMatrix s = valued(phi, step.c);
            RealMatrix dc = Matrices.times(Matrices.times(dh, step.a.get(Gate.OUTPUT)), phiSlopes(step.c, s))
                    .add(dcLater);
            Map<Gate, RealMatrix> delta = new EnumMap<>(Gate.class);
            delta.put(Gate.OUTPUT, Matrices.times(Matrices.times(dh, s), gateSlopes(step, Gate.OUTPUT)));
            delta.put(Gate.FORGET, Matrices.times(Matrices.times(dc, step.cPrev), gateSlopes(step, Gate.FORGET)));
            delta.put(
                    Gate.INPUT,
                    Matrices.times(Matrices.times(dc, step.a.get(Gate.CANDIDATE)), gateSlopes(step, Gate.INPUT)));
            delta.put(
                    Gate.CANDIDATE,
                    Matrices.times(
                            Matrices.times(dc, step.a.get(Gate.INPUT)),
                            phiSlopes(step.z.get(Gate.CANDIDATE), step.a.get(Gate.CANDIDATE))));
            dhLater = Matrices.zero(dh.getRowDimension(), dh.getColumnDimension());
            RealMatrix dxNow = Matrices.zero(step.x.getRowDimension(), step.x.getColumnDimension());
            for (Gate gate : Gate.values()) {
                RealMatrix d = delta.get(gate);
                dWh.merge(gate, step.hPrev.transpose().multiply(d), RealMatrix::add);
                if (t == forward.steps.size() || !slips.contains(LstmSlip.LAST_INPUT_ONLY)) {
                    dWx.merge(gate, step.x.transpose().multiply(d), RealMatrix::add);
                }
                db.merge(gate, ones(d.getRowDimension()).transpose().multiply(d), RealMatrix::add);
                dhLater = dhLater.add(d.multiply(forward.wh.get(gate).transpose()));
                dxNow = dxNow.add(d.multiply(forward.wx.get(gate).transpose()));
            }
            dx.add(0, dxNow);
            dcLater = slips.contains(LstmSlip.CELL_PATH_DROPPED)
                    ? Matrices.zero(dc.getRowDimension(), dc.getColumnDimension())
                    : Matrices.times(dc, step.a.get(Gate.FORGET));
        }

        private RealMatrix phiSlopes(RealMatrix z, RealMatrix a) {
            return slips.contains(LstmSlip.ACTIVATOR_IGNORED)
                    ? mapped(z, a, Activation.TANH::slope)
                    : mapped(z, a, forward.spec.activation()::slope);
        }

        private RealMatrix gateSlopes(Step step, Gate gate) {
            RealMatrix z = step.z.get(gate);
            RealMatrix a = step.a.get(gate);
            return slips.contains(LstmSlip.ACTIVATOR_IGNORED)
                    ? mapped(z, a, Activation.SIGMOID::slope)
                    : mapped(z, a, forward.spec.gateActivation()::slope);
        }

        void observed(Set<Kind> observed, Observations.Builder observations) {
            LstmSpec spec = forward.spec;
            if (observed.contains(Kind.GRADIENT)) {
                put(observations, Parameter.W, dWx);
                put(observations, Parameter.RW, dWh);
                put(observations, Parameter.B, db);
            }
            if (observed.contains(Kind.INPUT_GRADIENT)) {
                observations.put(Quantity.inputGradient(), Tensor.of(sequence(dx)));
            }
            if (observed.contains(Kind.INITIAL_HIDDEN_GRADIENT)) {
                observations.put(Quantity.initialHiddenGradient(spec.name()), tensor(dhLater));
            }
            if (observed.contains(Kind.INITIAL_CELL_GRADIENT)) {
                observations.put(Quantity.initialCellGradient(spec.name()), tensor(dcLater));
            }
        }

        private void put(Observations.Builder observations, Parameter parameter, Map<Gate, RealMatrix> blocks) {
            RowMajorMatrix fused = new RowMajorMatrix(
                    blocks.get(Gate.INPUT).getRowDimension(), Gate.values().length * forward.spec.units());
            for (Gate gate : Gate.values()) {
                fused.setSubMatrix(blocks.get(gate).getData(), 0, gate.ordinal() * forward.spec.units());
            }
            observations.put(
                    Quantity.gradient(new ParameterKey(forward.spec.name(), parameter)),
                    Tensor.of(forward.spec.parameter(parameter), fused));
        }
    }

    private static RealMatrix copy(RealMatrix matrix) {
        return new Array2DRowRealMatrix(matrix.getData());
    }

    private static RealMatrix ones(int rows) {
        return Matrices.zero(rows, 1).scalarAdd(1);
    }

    private static RealMatrix valued(Activation activation, RealMatrix z) {
        return Matrices.map(z, activation::value);
    }

    private static RealMatrix mapped(RealMatrix a, RealMatrix b, DoubleBinaryOperator function) {
        RealMatrix result = Matrices.zero(a.getRowDimension(), a.getColumnDimension());
        for (int row = 0; row < a.getRowDimension(); row++) {
            for (int column = 0; column < a.getColumnDimension(); column++) {
                result.setEntry(row, column, function.applyAsDouble(a.getEntry(row, column), b.getEntry(row, column)));
            }
        }
        return result;
    }

    private static Step last(List<Step> steps) {
        return steps.get(steps.size() - 1);
    }

    private static Tensor tensor(RealMatrix state) {
        return Tensor.ofState(RowMajorMatrix.copyOf(state));
    }

    private static Sequence sequence(List<RealMatrix> steps) {
        RealMatrix first = steps.get(0);
        Sequence sequence = Sequence.zeros(steps.size(), first.getRowDimension(), first.getColumnDimension());
        for (int t = 1; t <= steps.size(); t++) {
            sequence.at(t).setSubMatrix(steps.get(t - 1).getData(), 0, 0);
        }
        return sequence;
    }
}
