package dev.lockstep.slips;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * A check that cannot fail is worth nothing: each of these breaks one line of our kernels, compiles it, and expects the
 * features to notice and to name the quantity that goes wrong first.
 */
class PlantedSlipsIT {
    private static final String LSTM_CELL = "dev/lockstep/layer/LstmCell.java";
    private static final String VECTOR_LSTM_CELL = "dev/lockstep/layer/vector/VectorLstmCell.java";
    private static final String SIMPLE_RNN_CELL = "dev/lockstep/layer/SimpleRnnCell.java";
    private static final String VECTOR_SIMPLE_RNN_CELL = "dev/lockstep/layer/vector/VectorSimpleRnnCell.java";
    private static final String RUN = "dev/lockstep/layer/RecurrentRun.java";
    private static final String SEQUENCE_PASS = "dev/lockstep/layer/SequencePass.java";
    private static final String GRU_RUN = "dev/lockstep/layer/GruRun.java";
    private static final String BIDIRECTIONAL = "dev/lockstep/layer/Bidirectional.java";
    private static final String STEP_MASK = "dev/lockstep/layer/StepMask.java";
    private static final String LAST_STEP = "dev/lockstep/layer/LastStep.java";
    private static final String PRODUCT = "dev/lockstep/math/Product.java";
    private static final String TRANSPOSED_PRODUCT = "dev/lockstep/math/TransposedProduct.java";
    private static final String ADAM = "dev/lockstep/optimizer/AdamRule.java";
    private static final String NESTEROV = "dev/lockstep/optimizer/NesterovRule.java";
    private static final String RMS_PROP = "dev/lockstep/optimizer/RmsPropRule.java";
    private static final String LOOK_AHEAD = "dev/lockstep/optimizer/LookAheadRmsPropRule.java";
    private static final String OPERANDS = "dev/lockstep/optimizer/Operands.java";
    private static final String ROOT_MEAN_SQUARE = "dev/lockstep/optimizer/RootMeanSquare.java";
    private static final String TRAINING_RUN = "dev/lockstep/adapter/ours/TrainingRun.java";

    private static final String FORWARD_LSTM = "features/forward/lstm.feature";
    private static final String FORWARD_SIMPLE_RNN = "features/forward/simple-rnn.feature";
    private static final String HAND_CHECKED = "features/gradient/hand-checked.feature";
    private static final String GRADIENTS = "features/gradient/layers.feature";
    private static final String LOSSES = "features/gradient/losses.feature";
    private static final String TRUNCATED = "features/divergences/truncated-bptt.feature";
    private static final String GRU = "features/forward/gru.feature";
    private static final String BOTH_DIRECTIONS = "features/forward/bidirectional.feature";
    private static final String MASKS = "features/forward/masks.feature";
    private static final String REGULARISATION = "features/optimizer/regularisation.feature";

    private static final String NO_PEEPHOLE = "@table and not @peephole";

    private static final String PACK_RW = "pack(gate, inputs, weights.RW());";
    private static final String PACK_RW_BACK = "packTransposed(1, gate, weights.RW());";

    @TempDir
    private Path folder;

    /** In the cells that do for every activation. */
    static Stream<Slip> generalCells() {
        return Stream.of(
                new Slip("input and forget gate swapped")
                        .in(
                                LSTM_CELL,
                                "Math.fma(f[at + k], cPrev[prev + k], i[at + k] * g[at + k])",
                                "Math.fma(i[at + k], cPrev[prev + k], f[at + k] * g[at + k])")
                        .withoutVectors()
                        .noticedBy(FORWARD_LSTM, NO_PEEPHOLE, "hidden states"),
                new Slip("candidate and output gate swapped")
                        .in(LSTM_CELL, "sigma.forward(zo, at, o, at, rows, columns);", "")
                        .in(
                                LSTM_CELL,
                                "phi.forward(zg, at, g, at, rows, columns);",
                                "phi.forward(zo, at, zo, at, rows, columns); sigma.forward(zg, at, zg, at, rows, columns);")
                        .in(LSTM_CELL, "i[at + k] * g[at + k])", "i[at + k] * o[at + k])")
                        .in(LSTM_CELL, "h[at + k] = o[at + k] * s[at + k];", "h[at + k] = g[at + k] * s[at + k];")
                        .withoutVectors()
                        .noticedBy(FORWARD_LSTM, NO_PEEPHOLE, "hidden states"),
                new Slip("peephole of the forget gate missing")
                        .in(
                                LSTM_CELL,
                                "zf[at + k] = Math.fma(peepholes[1][here + k], cPrev[prev + k], zf[at + k]);",
                                "")
                        .noticedBy(FORWARD_LSTM, "@table and @peephole", "hidden states"),
                new Slip("peephole of the output gate looks at the old cell state")
                        .in(
                                LSTM_CELL,
                                "Math.fma(peepholes[2][here + k], c[at + k], zo[at + k])",
                                "Math.fma(peepholes[2][here + k], cPrev[prev + k], zo[at + k])")
                        .noticedBy(FORWARD_LSTM, "@table and @peephole", "hidden states"),
                new Slip("error through the forget gate dropped on the way back")
                        .in(LSTM_CELL, "dcLater[k] = dc[k] * f[at - here + k];", "dcLater[k] = 0;")
                        .withoutVectors()
                        .noticedBy(HAND_CHECKED, "@lstm", "dW"),
                new Slip("peepholes forgotten on the way back")
                        .in(LSTM_CELL, "Math.fma(peepholes[1][k], dzf[at - here + k], fromInput);", "fromInput;")
                        .noticedAt(GRADIENTS, "| peephole LSTM(2→3) ", "dW"),
                new Slip("slope of the activation missing")
                        .in(
                                SIMPLE_RNN_CELL,
                                "phi.backward(z[0], at, h, at, dh, here, z[0], at, rows, columns);",
                                "System.arraycopy(dh, here, z[0], at, rows * columns);")
                        .withoutVectors()
                        .noticedBy(HAND_CHECKED, "@simple-rnn", "dW"));
    }

    /** In those on the Vector API; the features have minibatches that fill a vector of 512 bits. */
    static Stream<Slip> cellsOnVectors() {
        return Stream.of(
                new Slip("on vectors, input and forget gate swapped")
                        .in(
                                VECTOR_LSTM_CELL,
                                "load(i, at + k).mul(load(g, at + k))",
                                "load(f, at + k).mul(load(g, at + k))")
                        .in(
                                VECTOR_LSTM_CELL,
                                "load(f, at + k).fma(load(cPrev, prev + k), entering)",
                                "load(i, at + k).fma(load(cPrev, prev + k), entering)")
                        .noticedAt(FORWARD_LSTM, "| LSTM(3→5) ", "hidden states"),
                new Slip("on vectors, tanh of the cell state missing")
                        .in(
                                VECTOR_LSTM_CELL,
                                "KERNELS.tanh(c, at, s, at, whole);",
                                "System.arraycopy(c, at, s, at, whole);")
                        .noticedAt(FORWARD_LSTM, "| LSTM(3→5) ", "hidden states"),
                new Slip("on vectors, slope of σ missing in the forget gate")
                        .in(
                                VECTOR_LSTM_CELL,
                                "dc.mul(load(cPrev, prev + k)).mul(f.mul(one.sub(f)))",
                                "dc.mul(load(cPrev, prev + k))")
                        .noticedAt(LOSSES, "| L2 averaged over the batch ", "dW"),
                new Slip("on vectors, slope of σ in the output gate that of tanh")
                        .in(VECTOR_LSTM_CELL, "dh.mul(s).mul(o.mul(one.sub(o)))", "dh.mul(s).mul(one.sub(o.mul(o)))")
                        .noticedAt(LOSSES, "| L2 averaged over the batch ", "dW"),
                new Slip("on vectors, error through the cell handed back whole, not by the forget gate")
                        .in(VECTOR_LSTM_CELL, "dc.mul(f).intoArray(dcLater", "dc.intoArray(dcLater")
                        .noticedAt(LOSSES, "| L2 averaged over the batch ", "dW"),
                new Slip("on vectors, error of later steps forgotten")
                        .in(
                                VECTOR_LSTM_CELL,
                                "load(dOutputs, at + k).add(load(dhLater, here + k))",
                                "load(dOutputs, at + k)")
                        .noticedAt(LOSSES, "| L2 averaged over the batch ", "dW"),
                new Slip("on vectors, slope of tanh missing in SimpleRnn")
                        .in(VECTOR_SIMPLE_RNN_CELL, "dh.mul(slope).intoArray", "dh.intoArray")
                        .noticedAt(GRADIENTS, "| SimpleRnn(3→4) ", "dW"));
    }

    /** Between the steps of a sequence. */
    static Stream<Slip> runs() {
        return Stream.of(
                new Slip("recurrent weights transposed")
                        .in(
                                RUN,
                                PACK_RW,
                                "forwardWeights.packTransposed(gate, inputs, units, weights.RW().array(), "
                                        + "weights.RW().offset() + gate * units, gates * units);")
                        .noticedBy(FORWARD_LSTM, NO_PEEPHOLE, "hidden states"),
                new Slip("recurrent weights of SimpleRnn transposed")
                        .in(
                                RUN,
                                PACK_RW,
                                "forwardWeights.packTransposed(gate, inputs, units, weights.RW().array(), "
                                        + "weights.RW().offset() + gate * units, gates * units);")
                        .noticedBy(FORWARD_SIMPLE_RNN, "@table", "hidden states"),
                new Slip("recurrent weights of the gate beside")
                        .in(
                                RUN,
                                PACK_RW,
                                "forwardWeights.pack(gate, inputs, units, weights.RW().array(), "
                                        + "weights.RW().offset() + (gate + 1) % gates * units, gates * units);")
                        .noticedBy(FORWARD_LSTM, NO_PEEPHOLE, "hidden states"),
                new Slip("bias dropped")
                        .in(RUN, "weights.bias(bias);", "")
                        .noticedBy(FORWARD_SIMPLE_RNN, "@table", "hidden states"),
                new Slip("bias of the output gate dropped")
                        .in(
                                RUN,
                                "weights.bias(bias);",
                                "weights.bias(bias); if (gates == 4) { Arrays.fill(bias, 3 * units, 4 * units, 0); }")
                        .noticedBy(FORWARD_LSTM, NO_PEEPHOLE, "hidden states"),
                new Slip("state of two steps before")
                        .in(RUN, "if (t == 1) {", "if (t <= 2) {")
                        .in(
                                RUN,
                                "strip.set(cell.h, cell.at(t - 1, row), units);",
                                "strip.set(cell.h, cell.at(t - 2, row), units);")
                        .noticedBy(FORWARD_SIMPLE_RNN, "@table", "hidden states"),
                new Slip("error through the recurrent weights dropped on the way back")
                        .in(RUN, PACK_RW_BACK, "")
                        .noticedBy(HAND_CHECKED, "@lstm", "dW"),
                new Slip("recurrent weights not transposed on the way back")
                        .in(
                                RUN,
                                PACK_RW_BACK,
                                "backwardWeights.pack(1, gate * units, units, weights.RW().array(), "
                                        + "weights.RW().offset() + gate * units, gates * units);")
                        .noticedBy(HAND_CHECKED, "@simple-rnn", "dW"),
                new Slip("state of the same step instead of the one before")
                        .in(RUN, "hPrev(1, 0, product.leading(1, batch));", "")
                        .noticedBy(HAND_CHECKED, "@simple-rnn", "dRW"),
                new Slip("gradient of the input not through W")
                        .in(RUN, "packTransposed(0, gate, weights.W());", "")
                        .noticedAt(GRADIENTS, "| SimpleRnn(2→3) ", "dx"),
                new Slip("recurrent bias forgotten")
                        .in("dev/lockstep/layer/RecurrentWeights.java", "entry(b, k) + entry(rb, k)", "entry(b, k)")
                        .noticedBy("features/seeds/two-biases.feature", "@recorded", "hidden states"),
                new Slip("gradient of the recurrent bias doubled")
                        .in(
                                "dev/lockstep/layer/RecurrentGradients.java",
                                "db().orElseThrow().copy());",
                                "db().orElseThrow().copy()); "
                                        + "parameters.get(new ParameterKey(spec.name(), Parameter.RB))"
                                        + ".increment(db().orElseThrow());")
                        .noticedBy("features/seeds/two-biases.feature", "@recorded", "drb"),
                new Slip("trained start read by the first row only")
                        .in(
                                SEQUENCE_PASS,
                                "start.h().addToEveryRow(layer.trainedStart().orElseThrow());",
                                "start.h().setRow(0, layer.trainedStart().orElseThrow().getRow(0));")
                        .noticedAt(TRUNCATED, "| SimpleRnn(2→3, trained start) ", "hidden states"),
                new Slip("gradient of the trained start from the first row only")
                        .in(SEQUENCE_PASS, "dh0.addColumnSums(dStart);", "dh0.setRow(0, dStart.getRow(0));")
                        .noticedAt(
                                TRUNCATED,
                                "| peephole LSTM(2→3), SimpleRnn(3→2, tanh, two-bias, trained start) ",
                                "dh0"),
                new Slip("sliding window that never reaches the start from its last step")
                        .in("dev/lockstep/layer/Windows.java", "dWindow, dFinal, t <= k);", "dWindow, dFinal, t < k);")
                        .noticedAt(
                                TRUNCATED,
                                "| peephole LSTM(2→3), SimpleRnn(3→2, tanh, two-bias, trained start) ",
                                "dh0"),
                new Slip("chunks that start from zero")
                        .in(SEQUENCE_PASS, "whole.stateBefore(from)", "State.zero(spec(), x.batch())")
                        .noticedBy(TRUNCATED, "@table", "dRW"),
                new Slip("last step is the last but one")
                        .in(LAST_STEP, "last[row] = x.time();", "last[row] = x.time() - 1;")
                        .noticedAt("features/forward/heads.feature", "| LSTM(3→4), last step ", "outputs"));
    }

    /** In GRU and layer normalisation, which have runs of their own. */
    static Stream<Slip> otherRuns() {
        return Stream.of(
                new Slip("reset and update gate of a GRU swapped")
                        .in(GRU_RUN, "ar = gates.columns(0, units);", "ar = gates.columns(units, 2 * units);")
                        .in(GRU_RUN, "az = gates.columns(units, 2 * units);", "az = gates.columns(0, units);")
                        .noticedAt(GRU, "| GRU(3→4, reset before) ", "hidden states"),
                new Slip("reset gate of a GRU before the product where it should be after, and after where before")
                        .in(GRU_RUN, "== GruSpec.Reset.BEFORE_PRODUCT", "!= GruSpec.Reset.BEFORE_PRODUCT")
                        .noticedAt(GRU, "| GRU(3→4, reset before) ", "hidden states"),
                new Slip("reset gate of a GRU forgotten on the way back")
                        .in(GRU_RUN, "before ? hadamard(dread, step.r()) : dread", "dread")
                        .noticedAt(GRU, "| GRU(3→4, reset before) ", "dW"),
                new Slip("mean of layer normalisation taken for a constant on the way back")
                        .in("dev/lockstep/layer/NormalisedRun.java", "dc[unit] - mean", "dc[unit]")
                        .noticedAt(
                                "features/forward/layer-normalisation.feature",
                                "| SimpleRnn(2→4, tanh, layer-normalised) ",
                                "dW"));
    }

    /** Around the runs of a layer: directions and masks. */
    static Stream<Slip> wrappers() {
        return Stream.of(
                new Slip("outputs of the reverse direction left in the order in which it reads")
                        .in(BIDIRECTIONAL, "ofReverse = reversed(r.outputs());", "ofReverse = r.outputs();")
                        .noticedAt(BOTH_DIRECTIONS, "| added ", "outputs"),
                new Slip("outputs of the reverse direction to the left of the other's")
                        .in(BIDIRECTIONAL, "setColumns(0, f.allSteps())", "setColumns(r.features(), f.allSteps())")
                        .in(BIDIRECTIONAL, "setColumns(f.features(), r.allSteps())", "setColumns(0, r.allSteps())")
                        .noticedAt(BOTH_DIRECTIONS, "Scenario: By hand, outputs concatenated", "outputs"),
                new Slip("errors flow back through steps that do not count")
                        .in(
                                "dev/lockstep/layer/MaskedRun.java",
                                "mask.counts(piece.to(), row) != counts",
                                "mask.rule() == MaskRule.CARRY && mask.counts(piece.to(), row) != counts")
                        .noticedAt(MASKS, "| SimpleRnn(2→3) ", "dW"),
                new Slip("state reset at masked steps where it should be kept")
                        .in(STEP_MASK, "new StepMask(masks.rule(),", "new StepMask(MaskRule.RESET,")
                        .noticedAt(MASKS, "| keep ", "hidden states"),
                new Slip("steps skipped if any of their features has the masking value")
                        .in(
                                STEP_MASK,
                                "mask.values()[k / x.features()] = 1;",
                                "int first = k - k % x.features(); mask.values()[first / x.features()] = "
                                        + "java.util.Arrays.stream(x.values(), first, first + x.features())"
                                        + ".noneMatch(value -> value == layer.value()) ? 1 : 0;")
                        .noticedAt(MASKS, "| LSTM(2→3, skipping 0), dense(3→2) ", "hidden states"),
                new Slip("last step of all, whatever the mask")
                        .in(LAST_STEP, "while (!mask.counts(last[row], row)) {", "while (last[row] > x.time()) {")
                        .noticedAt(MASKS, "Scenario: The last step is the last that counts", "outputs"));
    }

    /** In what all layers multiply with. */
    static Stream<Slip> products() {
        return Stream.of(
                new Slip("second part of the left factor skipped")
                        .in(PRODUCT, "KERNELS.packTile(height", "if (part != 1) KERNELS.packTile(height")
                        .noticedBy(FORWARD_SIMPLE_RNN, "@table", "hidden states"),
                new Slip("last row of a panel's edge dropped")
                        .in(
                                PRODUCT,
                                "KERNELS.copyRows(rows, panel.columns(), edge",
                                "KERNELS.copyRows(rows - 1, panel.columns(), edge")
                        .noticedBy(FORWARD_SIMPLE_RNN, "@table", "hidden states"),
                new Slip("last row of a tile dropped")
                        .in(
                                TRANSPOSED_PRODUCT,
                                "Math.min(firstRow + row + tile, begin + widths[part])",
                                "Math.min(firstRow + row + tile - 1, begin + widths[part])")
                        .noticedBy(HAND_CHECKED, "@simple-rnn", "dRW"),
                new Slip("second part of the left factor skipped in the gradients of weights")
                        .in(TRANSPOSED_PRODUCT, "if (first < last) {", "if (first < last && part != 1) {")
                        .noticedBy(HAND_CHECKED, "@simple-rnn", "dRW"));
    }

    /** On the way from a loss to the next parameters. */
    static Stream<Slip> training() {
        return Stream.of(
                new Slip("loss averaged over the batch twice")
                        .in(
                                "dev/lockstep/model/Reduction.java",
                                "case MEAN_OVER_BATCH -> 1.0 / batch;",
                                "case MEAN_OVER_BATCH -> 1.0 / batch / batch;")
                        .noticedAt(LOSSES, "| L2 averaged over the batch ", "score"),
                new Slip("label mask not applied to the gradient")
                        .in(
                                "dev/lockstep/layer/LossLayer.java",
                                "weight == 0 ? 0 : r * weight * cost.slope",
                                "r * cost.slope")
                        .noticedAt(MASKS, "Scenario: By hand, (y − p)² with p = x", "db"),
                new Slip("segments that all start from the initial state")
                        .in(TRAINING_RUN, "segment.goesOn() ? reached : scenario", "scenario")
                        .noticedAt(
                                "features/divergences/truncated-bptt-training.feature",
                                "Scenario: Segments of one step, by hand",
                                "our RW after step 2"),
                new Slip("penalties added before the clip")
                        .in(
                                TRAINING_RUN,
                                "regulariser.penalised(point, clipper.clipped(gradient))",
                                "clipper.clipped(regulariser.penalised(point, gradient))")
                        .noticedAt(REGULARISATION, "Example: By hand", "our b after step 1"),
                new Slip("weight decay of the parameters after the step, not of those before")
                        .in(
                                TRAINING_RUN,
                                "decayed(theta, next.theta(), alpha)",
                                "decayed(next.theta(), next.theta(), alpha)")
                        .noticedAt(REGULARISATION, "Example: By hand", "our b after step 1"),
                new Slip("schedule that begins with n = 1")
                        .in(
                                "dev/lockstep/optimizer/Rates.java",
                                "return at(pace.schedule(), pace.count(t));",
                                "return at(pace.schedule(), pace.count(t) + 1);")
                        .noticedAt(
                                "features/optimizer/learning-rates.feature",
                                "Example: Four steps by the inverse",
                                "our b after step 1"),
                new Slip("AMSGrad that forgets the greatest v")
                        .in("dev/lockstep/optimizer/AmsGradRule.java", "Math.max(greatest[k], v[k])", "v[k]")
                        .noticedAt("features/optimizer/ams-grad.feature", "Example: Three steps", "our b after step 2"),
                new Slip("AdaBelief whose s has no ε")
                        .in("dev/lockstep/optimizer/AdaBeliefRule.java", "* (1 - beta2) + epsilon;", "* (1 - beta2);")
                        .noticedAt(
                                "features/optimizer/ada-belief.feature",
                                "Example: Three steps of",
                                "our b after step 1"),
                new Slip("ε of Adam inside the root")
                        .in(
                                ADAM,
                                "alphaT * m[k] / (Math.sqrt(v[k]) + epsilon)",
                                "alphaT * m[k] / Math.sqrt(v[k] + epsilon)")
                        .noticedBy("features/optimizer/adam.feature", "@table", "our b after step 1"),
                new Slip("ε of Adam doubled")
                        .in(ADAM, "(Math.sqrt(v[k]) + epsilon);", "(Math.sqrt(v[k]) + 2 * epsilon);")
                        .noticedBy("features/optimizer/adam.feature", "@table", "our b after step 1"),
                new Slip("Adam counts its steps from 2")
                        .in(ADAM, "IntegerPower.of(beta1, t)", "IntegerPower.of(beta1, t + 1)")
                        .noticedBy("features/optimizer/adam.feature", "@table", "our b after step 1"),
                new Slip("Nesterov without the step ahead")
                        .in(NESTEROV, "theta[k] -= mu * vPrev - (1 + mu) * v[k];", "theta[k] += v[k];")
                        .noticedBy("features/optimizer/nesterov.feature", "@table", "our b after step 1"),
                new Slip("decay of RmsProp the wrong way round")
                        .in(
                                RMS_PROP,
                                "rho * s[k] + gradient[k] * gradient[k] * (1 - rho)",
                                "(1 - rho) * s[k] + gradient[k] * gradient[k] * rho")
                        .noticedBy("features/optimizer/rms-prop.feature", "@table", "our b after step 1"),
                new Slip("ε of RmsProp and AdaGrad on the other side of the root")
                        .in(
                                ROOT_MEAN_SQUARE,
                                "alpha * gradient / (Math.sqrt(s + insideRoot) + outsideRoot)",
                                "alpha * gradient / (Math.sqrt(s + outsideRoot) + insideRoot)")
                        .noticedBy("features/optimizer/ada-grad.feature", "@table", "our b after step 1"),
                new Slip("decay of look-ahead RmsProp the wrong way round")
                        .in(
                                LOOK_AHEAD,
                                "rho * s[k] + gradient[k] * gradient[k] * (1 - rho)",
                                "(1 - rho) * s[k] + gradient[k] * gradient[k] * rho")
                        .noticedBy("features/optimizer/look-ahead-rms-prop.feature", "@table", "our b after step 1"),
                new Slip("look back instead of ahead")
                        .in(LOOK_AHEAD, "theta[k] += mu * v[k];", "theta[k] -= mu * v[k];")
                        .noticedBy("features/optimizer/look-ahead-rms-prop.feature", "@table", "our b after step 2"),
                new Slip("state of an optimizer not written back where it was copied")
                        .in(
                                OPERANDS,
                                "System.arraycopy(slots[k], 0, arrays[k], state.get(k).offset() + first, length);",
                                "")
                        .noticedAt(
                                "features/optimizer/adam.feature",
                                "Scenario: Other hyperparameters",
                                "our state RW.m after step 1"),
                new Slip("negative gradients not clipped")
                        .in(
                                "dev/lockstep/optimizer/Clipper.java",
                                "Math.min(Math.max(g[k], -c), c)",
                                "Math.min(g[k], c)")
                        .noticedBy("features/optimizer/clipping.feature", "@table", "our b after step 3"));
    }

    @ParameterizedTest
    @MethodSource({"runs", "wrappers", "training"})
    @DisplayName("Features notice")
    void features_notice_the_slip_and_name_the_right_quantity_first(Slip slip) {
        assertNoticed(slip);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource({"generalCells", "cellsOnVectors", "otherRuns", "products"})
    @DisplayName("Features notice")
    void features_notice_more_slips_likewise(Slip slip) {
        assertNoticed(slip);
    }

    private void assertNoticed(Slip slip) {
        JsonNode report = slip.run(folder);

        assertThat(report.at("/totals/unexpected").asInt())
                .as("failed scenarios")
                .isPositive();
        List<JsonNode> failed = report.get("scenarios").values().stream()
                .filter(scenario -> scenario.get("outcome").asString().equals("DIVERGE"))
                .toList();
        String headline = failed.get(0)
                .get("message")
                .asString()
                .lines()
                .filter(line -> line.contains(" differ"))
                .findFirst()
                .orElse("");
        assertThat(headline).contains(slip.firstQuantity());
    }

    @Test
    void the_same_features_agree_without_a_slip() {
        JsonNode report = new Slip("none")
                .noticedBy("features/forward/simple-rnn.feature", "@forward", "")
                .run(folder);

        assertThat(report.at("/totals/unexpected").asInt()).isZero();
        assertThat(report.at("/totals/agree").asInt()).isGreaterThan(20);
    }
}
