package dev.lockstep.slips;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * A check that cannot fail is worth nothing: each of these breaks one line of our kernels, compiles it, and expects the
 * features to notice and to name the quantity that goes wrong first.
 */
class PlantedSlipsTest {
    private static final String LSTM = "dev/lockstep/layer/Lstm.java";
    private static final String LSTM_PASS = "dev/lockstep/layer/LstmPass.java";
    private static final String SIMPLE_RNN = "dev/lockstep/layer/SimpleRnn.java";
    private static final String ADAM = "dev/lockstep/optimizer/AdamRule.java";
    private static final String TRUNCATED_PASS = "dev/lockstep/layer/TruncatedPass.java";
    private static final String RMS_PROP = "dev/lockstep/optimizer/RmsPropRule.java";
    private static final String LOOK_AHEAD = "dev/lockstep/optimizer/LookAheadRmsPropRule.java";
    private static final String TRUNCATED = "features/divergences/truncated-bptt.feature";

    @TempDir
    private Path folder;

    static Stream<Slip> slips() {
        return Stream.of(
                new Slip("input and forget gate swapped")
                        .in(LSTM, "c.assignHadamard(f, cPrev);", "c.assignHadamard(i, cPrev);")
                        .in(LSTM, "c.addHadamard(i, g);", "c.addHadamard(f, g);")
                        .noticedBy("features/forward/lstm.feature", "@table and not @peephole", "hidden states"),
                new Slip("candidate and output gate swapped")
                        .in(LSTM, "c.addHadamard(i, g);", "c.addHadamard(i, o);")
                        .noticedBy("features/forward/lstm.feature", "@table and not @peephole", "hidden states"),
                new Slip("recurrent weights transposed")
                        .in(
                                LSTM,
                                "addProduct(record.hPrev(t), block(gate).RW())",
                                "addProductTransposed(record.hPrev(t), block(gate).RW())")
                        .noticedBy("features/forward/lstm.feature", "@table and not @peephole", "hidden states"),
                new Slip("recurrent weights of SimpleRnn transposed")
                        .in(SIMPLE_RNN, "addProduct(hPrev(t), RW)", "addProductTransposed(hPrev(t), RW)")
                        .noticedBy("features/forward/simple-rnn.feature", "@table", "hidden states"),
                new Slip("bias of the output gate dropped")
                        .in(
                                LSTM,
                                "z.addToEveryRow(block(gate).b());",
                                "if (gate != Gate.OUTPUT) { z.addToEveryRow(block(gate).b()); }")
                        .noticedBy("features/forward/lstm.feature", "@table and not @peephole", "hidden states"),
                new Slip("peephole of the forget gate missing")
                        .in(LSTM, "peepholes.ifPresent(p -> zf.addRowHadamard(p.pf(), cPrev));", "")
                        .noticedBy("features/forward/lstm.feature", "@table and @peephole", "hidden states"),
                new Slip("peephole of the output gate looks at the old cell state")
                        .in(LSTM, "zo.addRowHadamard(p.po(), c)", "zo.addRowHadamard(p.po(), cPrev)")
                        .noticedBy("features/forward/lstm.feature", "@table and @peephole", "hidden states"),
                new Slip("state of two steps before")
                        .in(SIMPLE_RNN, "return t == 1 ? start : h.at(t - 1);", "return t <= 2 ? start : h.at(t - 2);")
                        .noticedBy("features/forward/simple-rnn.feature", "@table", "hidden states"),
                new Slip("error through the forget gate dropped on the way back")
                        .in(LSTM_PASS, "dcLater.assignHadamard(dc, f);", "dcLater.fill(0);")
                        .noticedBy("features/gradient/hand-checked.feature", "@lstm", "dW"),
                new Slip("error through the recurrent weights dropped on the way back")
                        .in(
                                LSTM_PASS,
                                "dhLater.addProductTransposed(\n                        dz.get(gate).at(t), lstm.block(gate).RW());",
                                "")
                        .noticedBy("features/gradient/hand-checked.feature", "@lstm", "dW"),
                new Slip("peepholes forgotten on the way back")
                        .in(LSTM_PASS, "dcLater.addRowHadamard(p.pf(), dzf);", "")
                        .noticedBy("features/gradient/layers.feature", "@peephole and @gradient", "dW"),
                new Slip("slope of the activation missing")
                        .in(
                                SIMPLE_RNN,
                                "spec.activation().backward(z.at(t), h.at(t), dh, dz.at(t));",
                                "dz.at(t).assign(dh);")
                        .noticedBy("features/gradient/hand-checked.feature", "@simple-rnn", "dW"),
                new Slip("recurrent weights not transposed on the way back")
                        .in(
                                SIMPLE_RNN,
                                "dhLater.addProductTransposed(dz.at(t), RW)",
                                "dhLater.addProduct(dz.at(t), RW)")
                        .noticedBy("features/gradient/hand-checked.feature", "@simple-rnn", "dW"),
                new Slip("state of the same step instead of the one before")
                        .in(
                                SIMPLE_RNN,
                                "dRW.addTransposedProduct(hPrev(t), dz.at(t))",
                                "dRW.addTransposedProduct(h.at(t), dz.at(t))")
                        .noticedBy("features/gradient/hand-checked.feature", "@simple-rnn", "dRW"),
                new Slip("loss averaged over the batch twice")
                        .in(
                                "dev/lockstep/model/Reduction.java",
                                "case MEAN_OVER_BATCH -> 1.0 / batch;",
                                "case MEAN_OVER_BATCH -> 1.0 / batch / batch;")
                        .noticedBy("features/gradient/losses.feature", "@loss", "score"),
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
                        .in(ADAM, "Math.pow(beta1, t)", "Math.pow(beta1, t + 1)")
                        .noticedBy("features/optimizer/adam.feature", "@table", "our b after step 1"),
                new Slip("decay of RmsProp the wrong way round")
                        .in(
                                RMS_PROP,
                                "rho * s[k] + gradient[k] * gradient[k] * (1 - rho)",
                                "(1 - rho) * s[k] + gradient[k] * gradient[k] * rho")
                        .noticedBy("features/optimizer/rms-prop.feature", "@table", "our b after step 1"),
                new Slip("last step is the last but one")
                        .in("dev/lockstep/layer/LastStep.java", "x.at(x.time())", "x.at(x.time() - 1)")
                        .noticedBy("features/forward/heads.feature", "@dense", "outputs"),
                new Slip("recurrent bias forgotten")
                        .in(SIMPLE_RNN, "z.allSteps().addToEveryRow(rb);", "")
                        .noticedBy("features/seeds/two-biases.feature", "@recorded", "hidden states"),
                new Slip("gradient of the recurrent bias doubled")
                        .in(
                                SIMPLE_RNN,
                                "parameters.put(Parameter.RB, db.copy());",
                                "RowMajorMatrix twice = db.copy(); twice.increment(db); parameters.put(Parameter.RB, twice);")
                        .noticedBy("features/seeds/two-biases.feature", "@recorded", "drb"),
                new Slip("trained start read by the first row only")
                        .in(
                                SIMPLE_RNN,
                                "start.addToEveryRow(h0.orElseThrow());",
                                "start.setRow(0, h0.orElseThrow().getRow(0));")
                        .noticedBy(TRUNCATED, "@trained-start", "hidden states"),
                new Slip("gradient of the trained start from the first row only")
                        .in(SIMPLE_RNN, "dh0.addColumnSums(dStart);", "dh0.setRow(0, dStart.getRow(0));")
                        .noticedBy(TRUNCATED, "@trained-start", "dh0"),
                new Slip("sliding window that never reaches the start from its last step")
                        .in(TRUNCATED_PASS, "Optional.empty(), t <= k);", "Optional.empty(), t < k);")
                        .noticedBy(TRUNCATED, "@trained-start", "dh0"),
                new Slip("chunks that start from zero")
                        .in(
                                TRUNCATED_PASS,
                                "Optional.of(whole.stateBefore(from))",
                                "Optional.of(State.zero(spec(), x.batch()))")
                        .noticedBy(TRUNCATED, "@table", "dRW"),
                new Slip("decay of look-ahead RmsProp the wrong way round")
                        .in(
                                LOOK_AHEAD,
                                "rho * s[k] + gradient[k] * gradient[k] * (1 - rho)",
                                "(1 - rho) * s[k] + gradient[k] * gradient[k] * rho")
                        .noticedBy("features/optimizer/look-ahead-rms-prop.feature", "@table", "our b after step 1"),
                new Slip("look back instead of ahead")
                        .in(LOOK_AHEAD, "theta[k] += mu * v[k];", "theta[k] -= mu * v[k];")
                        .noticedBy("features/optimizer/look-ahead-rms-prop.feature", "@table", "our b after step 2"),
                new Slip("negative gradients not clipped")
                        .in(
                                "dev/lockstep/optimizer/Clipper.java",
                                "Math.min(Math.max(g[k], -c), c)",
                                "Math.min(g[k], c)")
                        .noticedBy("features/optimizer/clipping.feature", "@table", "our b after step 3"));
    }

    @ParameterizedTest
    @MethodSource("slips")
    @DisplayName("Features notice")
    void features_notice_the_slip_and_name_the_right_quantity_first(Slip slip) {
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
