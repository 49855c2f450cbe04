package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Sequence;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The same numbers as ours and as torch's tensors of one precision; everything is copied. */
final class Tensors {
    private final ScalarType type;

    Tensors(Precision precision) {
        this.type = precision == Precision.SINGLE ? ScalarType.Float : ScalarType.Double;
    }

    /** {@code [time × batch × features]}. */
    Tensor of(Sequence sequence) {
        return of(sequence.values(), sequence.time(), sequence.batch(), sequence.features());
    }

    /** {@code [rows × columns]}. */
    Tensor of(RowMajorMatrix matrix) {
        return of(matrix.toArray(), matrix.getRowDimension(), matrix.getColumnDimension());
    }

    Tensor zeros(long... shape) {
        return torch.zeros(shape).toType(type);
    }

    private Tensor of(double[] values, long... shape) {
        return torch.from_blob(new DoublePointer(values), shape, new TensorOptions(ScalarType.Double))
                .clone()
                .toType(type);
    }

    /** Its numbers, row by row. */
    static double[] values(Tensor tensor) {
        Tensor plain = tensor.detach().toType(ScalarType.Double).contiguous();
        double[] values = new double[(int) plain.numel()];
        plain.data_ptr_double().get(values);
        return values;
    }

    static RowMajorMatrix matrix(Tensor tensor) {
        int columns = (int) tensor.size(tensor.dim() - 1);
        double[] values = values(tensor);
        return RowMajorMatrix.wrap(values, values.length / columns, columns);
    }

    static Sequence sequence(Tensor tensor) {
        return new Sequence((int) tensor.size(0), (int) tensor.size(1), (int) tensor.size(2), values(tensor));
    }
}
