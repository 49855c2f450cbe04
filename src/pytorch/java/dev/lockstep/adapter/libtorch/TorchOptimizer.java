package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OptimizerOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** An optimizer of torch's library in C++ in the place of a training's; leaves of one weight decay are one of its groups. */
final class TorchOptimizer {
    private final OptimizerSpec spec;
    private final boolean decoupled;
    private final int stepsTaken;
    private final Rates rates;
    private final double share;
    private final Map<ParameterKey, Tensor> leaves;
    private final Optimizer optimizer;

    /**
     * @param training as {@link TrainingExpressibility} lets it through
     * @param leaves all parameters
     * @param tensors of their precision
     */
    TorchOptimizer(Training training, NetworkSpec network, Map<ParameterKey, Tensor> leaves, Tensors tensors) {
        this.spec = training.optimizer();
        this.decoupled = decays(training.regularisation());
        this.stepsTaken = training.start().stepsTaken();
        this.rates = new Rates(training);
        this.share = share(training);
        this.leaves = leaves;
        Map<Double, List<ParameterKey>> groups = new LinkedHashMap<>();
        leaves.keySet().forEach(key -> {
            Regularisation.Rule rule = training.regularisation().of(key.parameter());
            groups.computeIfAbsent(rule.l2() + rule.decay(), strength -> new ArrayList<>())
                    .add(key);
        });
        List<TensorVector> vectors = groups.values().stream().map(this::vector).toList();
        this.optimizer = create(vectors.get(0));
        vectors.stream().skip(1).map(OptimizerParamGroup::new).forEach(optimizer::add_param_group);
        int group = 0;
        for (double strength : groups.keySet()) {
            configure(optimizer.param_groups().get(group).options(), strength);
            group++;
        }
        boolean fresh = training.start().equals(OptimizerState.initial(spec, network));
        // Adagrad makes the state that it starts from for its first group alone.
        if (!slots(spec).isEmpty() && (!fresh || vectors.size() > 1)) {
            Map<Tensor, Map<String, Tensor>> arrays = new LinkedHashMap<>();
            leaves.forEach((key, leaf) -> arrays.put(leaf, arrays(key, training.start(), tensors)));
            StateArchive.load(optimizer, arrays, stepsTaken);
        }
    }

    /** Our slots of an optimizer that torch has, and what it calls them. */
    static Map<String, String> slots(OptimizerSpec spec) {
        if (spec instanceof OptimizerSpec.Adam) {
            return Map.of("m", "exp_avg", "v", "exp_avg_sq");
        }
        if (spec instanceof OptimizerSpec.AmsGrad) {
            return Map.of("m", "exp_avg", "v", "exp_avg_sq", "vmax", "max_exp_avg_sq");
        }
        if (spec instanceof OptimizerSpec.RmsProp) {
            return Map.of("s", "square_avg");
        }
        if (spec instanceof OptimizerSpec.AdaGrad) {
            return Map.of("s", "sum");
        }
        return spec instanceof OptimizerSpec.Nesterov ? Map.of("v", "momentum_buffer") : Map.of();
    }

    /** What Nesterov's v is of torch's buffer, a sum of gradients where v is one of steps. */
    static double share(Training training) {
        return training.optimizer() instanceof OptimizerSpec.Nesterov ? -new Rates(training).at(1) : 1;
    }

    /** Whether weight decay is taken from parameters beside the step. */
    static boolean decays(Regularisation regularisation) {
        return regularisation.weights().decay() > 0 || regularisation.biases().decay() > 0;
    }

    /** Forgets all gradients. */
    void clear() {
        optimizer.zero_grad();
    }

    /**
     * Takes a step by the gradients of all leaves.
     *
     * @param step which one of the training, from 1
     */
    void step(int step) {
        double rate = rates.at(stepsTaken + step);
        for (long group = 0; group < optimizer.param_groups().size(); group++) {
            optimizer.param_groups().get(group).options().set_lr(rate);
        }
        optimizer.step();
    }

    /** Every array that it remembers now, by parameter and by our names of the slots. */
    Map<ParameterKey, Map<String, RowMajorMatrix>> remembered() {
        Map<ParameterKey, Map<String, RowMajorMatrix>> remembered = new LinkedHashMap<>();
        Map<String, String> slots = slots(spec);
        if (!slots.isEmpty()) {
            StateArchive archive = new StateArchive(optimizer);
            leaves.forEach((key, leaf) -> {
                Map<String, RowMajorMatrix> arrays = new LinkedHashMap<>();
                slots.forEach((slot, name) ->
                        arrays.put(slot, each(Tensors.matrix(archive.array(leaf, name)), value -> value * share)));
                remembered.put(key, arrays);
            });
        }
        return remembered;
    }

    private TensorVector vector(List<ParameterKey> keys) {
        TensorVector vector = new TensorVector();
        keys.forEach(key -> vector.push_back(leaves.get(key)));
        return vector;
    }

    private Map<String, Tensor> arrays(ParameterKey key, OptimizerState state, Tensors tensors) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        slots(spec).forEach((slot, name) -> {
            RowMajorMatrix array = state.slots().get(slot).get(key);
            arrays.put(name, tensors.of(each(array, value -> value / share)));
        });
        return arrays;
    }

    private static RowMajorMatrix each(RowMajorMatrix matrix, DoubleUnaryOperator change) {
        return RowMajorMatrix.wrap(
                Arrays.stream(matrix.toArray()).map(change).toArray(),
                matrix.getRowDimension(),
                matrix.getColumnDimension());
    }

    private Optimizer create(TensorVector first) {
        if (isAdam()) {
            return decoupled ? new AdamW(first) : new Adam(first);
        }
        if (spec instanceof OptimizerSpec.RmsProp) {
            return new RMSprop(first);
        }
        if (spec instanceof OptimizerSpec.AdaGrad grad) {
            AdagradOptions options = new AdagradOptions();
            options.initial_accumulator_value().put(grad.initial("s"));
            return new Adagrad(first, options);
        }
        return new SGD(first, new SGDOptions(rates.at(1)));
    }

    private boolean isAdam() {
        return spec instanceof OptimizerSpec.Adam || spec instanceof OptimizerSpec.AmsGrad;
    }

    private void configure(OptimizerOptions options, double weightDecay) {
        if (isAdam() && decoupled) {
            AdamWOptions own = new AdamWOptions(options);
            setMoments(own.betas(), own.eps());
            own.amsgrad().put(spec instanceof OptimizerSpec.AmsGrad);
            own.weight_decay().put(weightDecay);
        } else if (isAdam()) {
            AdamOptions own = new AdamOptions(options);
            setMoments(own.betas(), own.eps());
            own.amsgrad().put(spec instanceof OptimizerSpec.AmsGrad);
            own.weight_decay().put(weightDecay);
        } else if (spec instanceof OptimizerSpec.RmsProp rms) {
            RMSpropOptions own = new RMSpropOptions(options);
            own.alpha().put(rms.decay());
            own.eps().put(rms.epsilon());
            own.weight_decay().put(weightDecay);
        } else if (spec instanceof OptimizerSpec.AdaGrad grad) {
            AdagradOptions own = new AdagradOptions(options);
            own.eps().put(grad.epsilon());
            own.weight_decay().put(weightDecay);
        } else {
            SGDOptions own = new SGDOptions(options);
            own.weight_decay().put(weightDecay);
            if (spec instanceof OptimizerSpec.Nesterov nesterov) {
                own.momentum().put(nesterov.momentum());
                own.nesterov().put(true);
            }
        }
    }

    private void setMoments(DoublePointer betas, DoublePointer epsilon) {
        if (spec instanceof OptimizerSpec.AmsGrad adam) {
            setBetas(betas, adam.beta1(), adam.beta2());
            epsilon.put(adam.epsilon());
        } else if (spec instanceof OptimizerSpec.Adam adam) {
            setBetas(betas, adam.beta1(), adam.beta2());
            epsilon.put(adam.epsilon());
        }
    }

    /** A tuple, which some compilers store backwards; the defaults, 0.9 and 0.999, show which way round. */
    private static void setBetas(DoublePointer betas, double beta1, double beta2) {
        boolean backwards = betas.get(0) > betas.get(1);
        betas.put(backwards ? 1 : 0, beta1);
        betas.put(backwards ? 0 : 1, beta2);
    }
}
