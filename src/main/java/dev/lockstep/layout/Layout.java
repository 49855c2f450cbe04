package dev.lockstep.layout;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a framework names and arranges parameters. H are units, I inputs, G gates; a group is the arrays of one layer, and goes by
 * what their names have in common.
 */
public enum Layout {
    /**
     * A {@code state_dict}: {@code weight_ih_l0 [G·H, I]}, {@code weight_hh_l0 [G·H, H]}, {@code bias_ih_l0}, {@code bias_hh_l0
     * [G·H]}, of a second direction {@code …_reverse}; gates i f g o and r z n; of {@code Linear} {@code weight [outputs, I]}
     * and {@code bias}. The group of {@code encoder.weight_ih_l0} is {@code encoder.l0}, that of {@code head.weight} is
     * {@code head}.
     */
    PYTORCH("PyTorch", new PyTorchArrays()),
    /**
     * Paths of variables: {@code lstm/lstm_cell/kernel [I, G·H]}, {@code recurrent_kernel [H, G·H]}, {@code bias [G·H]}; gates
     * i f c o and z r h; of a GRU that resets after the product {@code bias [2, 3·H]}. The group is the path without the cell,
     * {@code lstm}; of {@code bidirectional/forward_lstm/…} and {@code bidirectional/backward_lstm/…} it is
     * {@code bidirectional}. Or all arrays by position, {@code arr_0} …, as {@code numpy.savez(*model.get_weights())} has them.
     */
    KERAS("Keras", new KerasArrays()),
    /**
     * Inputs of the operators LSTM, GRU and RNN: {@code W [directions, G·H, I]}, {@code R [directions, G·H, H]}, {@code B
     * [directions, 2·G·H]}, {@code P [directions, 3·H]}; gates i o f c and z r h, peepholes i o f; of Gemm {@code B [I,
     * outputs]} and {@code C [outputs]}. The group of {@code encoder.W} or {@code encoder_W} is {@code encoder}.
     */
    ONNX("ONNX", new OnnxArrays()),
    /**
     * A {@code paramTable()}: {@code 0_W [I, G·H]}, {@code 0_RW [H, G·H]}, {@code 0_b [G·H]}, gates in the blocks that are called
     * I F O G and mean g f o i, peepholes f o i as three more columns of {@code RW}; {@code 0_g [2·H]}, gains of x·W, then of
     * h′·RW; of two directions {@code 0_fW}, {@code 0_bW} …, of GravesBidirectionalLSTM {@code 0_WF}, {@code 0_WB} … The group
     * is what stands before the last underscore; numbers are put into their order.
     */
    DEEPLEARNING4J("Deeplearning4j", new Deeplearning4jArrays());

    private final String title;
    private final Dialect dialect;

    Layout(String title, Dialect dialect) {
        this.title = title;
        this.dialect = dialect;
    }

    /** The framework's name. */
    public String title() {
        return title;
    }

    /**
     * The parameters that these arrays are.
     *
     * @param arrays by name, in the order of the file
     * @param names for some layers of the network their group. Of the others, a group whose name is a layer's, or ends in it after
     *     a dot or a slash, is that layer's; the rest belong to the other layers that have parameters, the i-th to the i-th, those of
     *     one module of PyTorch's by their number
     * @throws InvalidInput if an array is missing, superfluous, of another shape or has numbers that no parameter stands for, or
     *     if the layout has no place for a parameter
     */
    public Weights read(NetworkSpec network, Map<String, Tensor> arrays, Map<String, String> names) {
        return arrangement(network, arrays.keySet(), names).read(arrays);
    }

    /**
     * Which array belongs to which layer.
     *
     * @param arrays their names, in the order of the file
     * @param names as in {@link #read}
     * @throws InvalidInput if one belongs to none, or the layout has no place for a parameter
     */
    public Arrangement arrangement(NetworkSpec network, Collection<String> arrays, Map<String, String> names) {
        return new Arrangement(this, network, arrays, names);
    }

    /**
     * The arrays that these parameters are; {@link #read} makes the same parameters of them.
     *
     * @throws InvalidInput if the layout has no place for a parameter
     */
    public Map<String, Tensor> write(NetworkSpec network, Weights weights) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        for (LayerSpec layer : network.layers()) {
            for (ForeignArray array : dialect.arrays(layer, where(layer))) {
                if (array.written()) {
                    arrays.put(dialect.name(network, layer, array.stem()), array.gathered(weights));
                }
            }
        }
        return arrays;
    }

    /** What it is called in files and on the command line: {@code pytorch}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Dialect dialect() {
        return dialect;
    }

    /** A layer in messages: {@code LSTM "encoder" in PyTorch's layout}. */
    String where(LayerSpec layer) {
        return title(layer) + " in " + possessive();
    }

    /** {@code LSTM "encoder"}. */
    static String title(LayerSpec layer) {
        return (layer.parts().size() == 1 ? layer.parts().get(0) : layer).title();
    }

    /** {@code Keras' layout}. */
    public String possessive() {
        return title + (title.endsWith("s") ? "'" : "'s") + " layout";
    }
}
