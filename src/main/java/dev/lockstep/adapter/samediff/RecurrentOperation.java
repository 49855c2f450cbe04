package dev.lockstep.adapter.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMActivations;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMConfiguration;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDataFormat;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDirectionMode;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMLayerConfig;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.RnnDataFormat;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMLayerWeights;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMWeights;

/** SameDiff's operations that are a whole layer. */
enum RecurrentOperation {
    /** Gates i f g o, as ours. */
    LSTM_LAYER {
        @Override
        SDVariable outputs(SameDiff graph, Leaves leaves) {
            LSTMLayerConfig config = LSTMLayerConfig.builder()
                    .lstmdataformat(LSTMDataFormat.TNS)
                    .directionMode(LSTMDirectionMode.FWD)
                    .gateAct(LSTMActivations.SIGMOID)
                    .cellAct(LSTMActivations.TANH)
                    .outAct(LSTMActivations.TANH)
                    .retFullSequence(true)
                    .build();
            LSTMLayerWeights weights = LSTMLayerWeights.builder()
                    .weights(leaves.w())
                    .rWeights(leaves.rw())
                    .bias(leaves.b())
                    .build();
            return graph.rnn().lstmLayer(leaves.x(), leaves.c(), leaves.h(), null, weights, config)[0];
        }
    },

    /** One step. */
    LSTM_CELL {
        @Override
        SDVariable outputs(SameDiff graph, Leaves leaves) {
            LSTMWeights weights = LSTMWeights.builder()
                    .weights(graph.concat(0, leaves.w(), leaves.rw()))
                    .bias(leaves.b())
                    .inputPeepholeWeights(leaves.zeros())
                    .forgetPeepholeWeights(leaves.zeros())
                    .outputPeepholeWeights(leaves.zeros())
                    .build();
            LSTMConfiguration config = LSTMConfiguration.builder()
                    .dataFormat(RnnDataFormat.TNS)
                    .peepHole(false)
                    .forgetBias(0)
                    .clippingCellValue(0)
                    .build();
            SDVariable step = graph.squeeze(leaves.x(), 0);
            SDVariable[] all = graph.rnn().lstmCell(step, leaves.c(), leaves.h(), weights, config);
            return graph.expandDims(all[all.length - 1], 0);
        }
    },

    /** Gates r z n, as ours. */
    GRU {
        @Override
        SDVariable outputs(SameDiff graph, Leaves leaves) {
            return graph.rnn().gru(leaves.x(), leaves.h(), leaves.w(), leaves.rw(), leaves.b());
        }
    };

    /**
     * What the layer reads.
     *
     * @param x {@code [time × batch × inputs]}
     * @param h the state before the first step {@code [batch × units]}
     * @param c the cell state before it, for LSTMs
     * @param w input weights
     * @param rw recurrent weights
     * @param b biases {@code [gates·units]}
     * @param zeros {@code [units]}
     */
    record Leaves(
            SDVariable x, SDVariable h, SDVariable c, SDVariable w, SDVariable rw, SDVariable b, SDVariable zeros) {}

    /** Outputs at every step {@code [time × batch × units]}. */
    abstract SDVariable outputs(SameDiff graph, Leaves leaves);
}
