package dev.lockstep.document;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The document of the batch RNN: h_t = f(x_t Uᵀ + h_{t−1} Wᵀ), y_t = h_t Vᵀ, rows are those of the batch. The error that
 * enters at step t flows back through at most bptt_trunc further steps.
 */
public final class BatchRnnDocument implements Document {
    private static final Set<Kind> KNOWN = EnumSet.of(
            Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT);

    private final Set<BatchRnnSlip> slips;

    /** @param slips that it makes; none when it is mended */
    public BatchRnnDocument(Set<BatchRnnSlip> slips) {
        this.slips = slips.isEmpty() ? EnumSet.noneOf(BatchRnnSlip.class) : EnumSet.copyOf(slips);
    }

    @Override
    public String title() {
        return "the document's batch RNN";
    }

    @Override
    public String version() {
        return slips.isEmpty() ? "mended" : "(" + BatchRnnSlip.LOCAL_INPUT_GRADIENT.title() + ")";
    }

    /** It has no check of its own. */
    @Override
    public boolean checks(Parameter parameter, List<String> labels) {
        return false;
    }

    @Override
    public Support supports(Case scenario) {
        List<LayerSpec> layers = scenario.network().layers();
        if (layers.size() != 2
                || !(layers.get(0) instanceof SimpleRnnSpec rnn)
                || !(layers.get(1) instanceof DenseSpec projection)
                || rnn.bias() != Bias.NONE
                || rnn.trainableStart()
                || projection.bias() != Bias.NONE
                || projection.activation() != Activation.IDENTITY) {
            return Support.no("it is a SimpleRnn and a linear dense layer, both without bias");
        }
        if (rnn.norm().isPresent() || rnn.clipsPreActivations()) {
            return Support.no("its activators read their sums as they are");
        }
        if (Activator.of(rnn.activation()).isEmpty()) {
            return Support.no("its activators are relu, identity, sigmoid and tanh");
        }
        if (scenario.truncation() instanceof Truncation.Chunked) {
            return Support.no("its truncation slides");
        }
        if (!KNOWN.containsAll(scenario.observed())) {
            return Support.no("it has outputs and gradients, and nothing else");
        }
        if (!(scenario.objective() instanceof Objective.None)
                && !(scenario.objective() instanceof Objective.Upstream upstream
                        && upstream.finalStates().isEmpty())) {
            return Support.no("its error arrives from the layer above");
        }
        return Support.YES;
    }

    @Override
    public Observations observe(Case scenario) {
        Run run = new Run(scenario);
        run.forward();
        if (scenario.objective() instanceof Objective.Upstream upstream) {
            run.backward(upstream.outputs());
        }
        return run.observations();
    }

    /** One reading of a case. */
    private final class Run {
        private final Case scenario;
        private final SimpleRnnSpec rnn;
        private final DenseSpec projection;
        private final Activator f;
        private final Sequence x;
        private final RealMatrix u;
        private final RealMatrix w;
        private final RealMatrix v;
        private final RealMatrix[] h;
        private final Sequence y;
        private RealMatrix du;
        private RealMatrix dw;
        private RealMatrix dv;
        private RealMatrix dh0;
        private final Sequence dx;

        Run(Case scenario) {
            this.scenario = scenario;
            this.rnn = (SimpleRnnSpec) scenario.network().layers().get(0);
            this.projection = (DenseSpec) scenario.network().layers().get(1);
            this.f = Activator.of(rnn.activation()).orElseThrow();
            this.x = scenario.input();
            this.u = Matrices.transposed(scenario.weights().get(rnn.name(), Parameter.W));
            this.w = Matrices.transposed(scenario.weights().get(rnn.name(), Parameter.RW));
            this.v = Matrices.transposed(scenario.weights().get(projection.name(), Parameter.W));
            this.h = new RealMatrix[x.time() + 1];
            this.y = Sequence.zeros(x.time(), x.batch(), projection.outputs());
            this.du = Matrices.zero(rnn.units(), rnn.inputs());
            this.dw = Matrices.zero(rnn.units(), rnn.units());
            this.dv = Matrices.zero(projection.outputs(), rnn.units());
            this.dh0 = Matrices.zero(x.batch(), rnn.units());
            this.dx = Sequence.zeros(x.time(), x.batch(), x.features());
        }

        void forward() {
            h[0] = scenario.initialState(rnn).h();
            for (int t = 1; t <= x.time(); t++) {
                h[t] = f.forward(x.at(t).multiply(u.transpose()).add(h[t - 1].multiply(w.transpose())));
                y.at(t).setSubMatrix(h[t].multiply(v.transpose()).getData(), 0, 0);
            }
        }

        /** @param dy ∂L/∂y */
        void backward(Sequence dy) {
            int further = scenario.truncation() instanceof Truncation.Sliding sliding ? sliding.steps() : x.time();
            boolean local = slips.contains(BatchRnnSlip.LOCAL_INPUT_GRADIENT);
            for (int t = 1; t <= x.time(); t++) {
                dv = dv.add(dy.at(t).transpose().multiply(h[t]));
                RealMatrix delta = Matrices.times(dy.at(t).multiply(v), f.backward(h[t]));
                for (int back = t; back >= Math.max(1, t - further); back--) {
                    dw = dw.add(delta.transpose().multiply(h[back - 1]));
                    du = du.add(delta.transpose().multiply(x.at(back)));
                    if (back == t || !local) {
                        dx.at(back).increment(RowMajorMatrix.copyOf(delta.multiply(u)));
                    }
                    RealMatrix dh = delta.multiply(w);
                    if (back == 1 && t <= further) {
                        dh0 = dh0.add(dh);
                    }
                    delta = Matrices.times(dh, f.backward(h[back - 1]));
                }
            }
        }

        Observations observations() {
            Observations.Builder observations = Observations.builder();
            Set<Kind> observed = scenario.observed();
            if (observed.contains(Kind.OUTPUTS)) {
                Sequence states = Sequence.zeros(x.time(), x.batch(), rnn.units());
                for (int t = 1; t <= x.time(); t++) {
                    states.at(t).setSubMatrix(h[t].getData(), 0, 0);
                }
                observations.put(Quantity.outputs(rnn.name()), Tensor.of(states));
                observations.put(Quantity.outputs(projection.name()), Tensor.of(y));
            }
            if (observed.contains(Kind.FINAL_HIDDEN)) {
                observations.put(Quantity.finalHidden(rnn.name()), state(h[x.time()]));
            }
            if (observed.contains(Kind.GRADIENT)) {
                put(observations, rnn, Parameter.W, du);
                put(observations, rnn, Parameter.RW, dw);
                put(observations, projection, Parameter.W, dv);
            }
            if (observed.contains(Kind.INPUT_GRADIENT)) {
                observations.put(Quantity.inputGradient(), Tensor.of(dx));
            }
            if (observed.contains(Kind.INITIAL_HIDDEN_GRADIENT)) {
                observations.put(Quantity.initialHiddenGradient(rnn.name()), state(dh0));
            }
            return observations.build();
        }

        private Tensor state(RealMatrix rows) {
            return Tensor.ofState(RowMajorMatrix.copyOf(rows));
        }

        private void put(Observations.Builder observations, LayerSpec layer, Parameter parameter, RealMatrix gradient) {
            observations.put(
                    Quantity.gradient(new ParameterKey(layer.name(), parameter)),
                    Tensor.of(layer.parameter(parameter), RowMajorMatrix.copyOf(gradient.transpose())));
        }
    }
}
