package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.Activation;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.Optional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.PackedSequence;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One of torch's recurrent operations, of one layer.
 *
 * @param kind which one
 * @param weights as torch has them, those of the reverse direction behind those of the other
 * @param biased whether two biases are among them
 * @param both whether there are two directions
 */
record RecurrentOperation(RecurrentSpec kind, TensorVector weights, boolean biased, boolean both) {
    /**
     * What it reads, or what it computes.
     *
     * @param y inputs or outputs, {@code [time × batch × features]} or packed
     * @param h {@code [directions × batch × units]}
     * @param c likewise, of an LSTM
     */
    record Value(Tensor y, Tensor h, Optional<Tensor> c) {}

    /** Of sequences all of whose steps count. */
    Value of(Value from) {
        if (kind instanceof LstmSpec) {
            T_TensorTensorTensor_T out = torch.lstm(from.y(), states(from), weights, biased, 1, 0, false, both, false);
            return new Value(out.get0(), out.get1(), Optional.of(out.get2()));
        }
        T_TensorTensor_T out = kind instanceof GruSpec
                ? torch.gru(from.y(), from.h(), weights, biased, 1, 0, false, both, false)
                : isTanh()
                        ? torch.rnn_tanh(from.y(), from.h(), weights, biased, 1, 0, false, both, false)
                        : torch.rnn_relu(from.y(), from.h(), weights, biased, 1, 0, false, both, false);
        return new Value(out.get0(), out.get1(), Optional.empty());
    }

    /**
     * Of packed sequences; outputs past the end of a row are 0, final states those at its end.
     *
     * @param lengths how many steps of every row count {@code [batch]}
     */
    Value of(Value from, Tensor lengths) {
        PackedSequence packed = torch.pack_padded_sequence(from.y(), lengths, false, false);
        // Packing sorts rows, the longest first; states are given and handed out in the case's order.
        Value sorted = rows(new Value(packed.data(), from.h(), from.c()), packed.sorted_indices());
        Value out = rows(packed(sorted, packed.batch_sizes()), packed.unsorted_indices());
        PackedSequence outputs =
                new PackedSequence(out.y(), packed.batch_sizes(), packed.sorted_indices(), packed.unsorted_indices());
        Tensor padded = torch.pad_packed_sequence(
                        outputs, false, 0, new LongOptional(from.y().size(0)))
                .get0();
        return new Value(padded, out.h(), out.c());
    }

    private Value packed(Value from, Tensor batchSizes) {
        if (kind instanceof LstmSpec) {
            T_TensorTensorTensor_T out =
                    torch.lstm(from.y(), batchSizes, states(from), weights, biased, 1, 0, false, both);
            return new Value(out.get0(), out.get1(), Optional.of(out.get2()));
        }
        T_TensorTensor_T out = kind instanceof GruSpec
                ? torch.gru(from.y(), batchSizes, from.h(), weights, biased, 1, 0, false, both)
                : isTanh()
                        ? torch.rnn_tanh(from.y(), batchSizes, from.h(), weights, biased, 1, 0, false, both)
                        : torch.rnn_relu(from.y(), batchSizes, from.h(), weights, biased, 1, 0, false, both);
        return new Value(out.get0(), out.get1(), Optional.empty());
    }

    private boolean isTanh() {
        return ((SimpleRnnSpec) kind).activation() == Activation.TANH;
    }

    private static TensorVector states(Value from) {
        return new TensorVector(from.h(), from.c().orElseThrow());
    }

    /** The same with the rows of its states in another order. */
    private static Value rows(Value value, Tensor order) {
        return new Value(value.y(), value.h().index_select(1, order), value.c().map(c -> c.index_select(1, order)));
    }
}
