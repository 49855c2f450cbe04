package dev.lockstep.port;

import dev.lockstep.model.Tensor;
import java.util.Map;

/** A framework that can be handed parameters as it keeps them itself, in its own shapes and with its gates in its own order. */
public interface OwnArrays {
    /**
     * The framework that computes every case from these arrays, whatever weights the case has.
     *
     * @param arrays by the name that the framework's layout writes for them, {@code encoder.weight_ih_l0} or {@code 0_RW}; handed
     *     on as they are
     */
    Framework given(Map<String, Tensor> arrays);
}
