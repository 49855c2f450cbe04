package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a {@link RecurrentRun} may be used, and how not. */
class RecurrentRunUseTest {
    private static final LstmSpec LSTM = LstmSpec.plain("lstm", 3, 4);
    private static final SimpleRnnSpec RNN = new SimpleRnnSpec("rnn", 3, 4, Activation.TANH);
    private static final int TIME = 5;
    private static final int BATCH = 2;

    private static Weights weights(LayerSpec layer) {
        return Weights.random(NetworkSpec.of(layer), 1);
    }

    private static RecurrentRun lstm() {
        return lstm(TIME, BATCH);
    }

    private static RecurrentRun lstm(int time, int batch) {
        return new Lstm(LSTM, weights(LSTM)).runs(time, batch, Team.alone());
    }

    private static RecurrentRun rnn() {
        return new SimpleRnn(RNN, weights(RNN)).runs(TIME, BATCH, Team.alone());
    }

    private static Sequence x(int time, int batch, int features) {
        return Sequence.random(time, batch, features, 2);
    }

    private static RowMajorMatrix matrix(int rows, int columns) {
        return Sequence.random(1, rows, columns, 3).at(1);
    }

    private static void assertRefused(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(InvalidInput.class).hasMessage(sentence);
    }

    @Test
    void an_input_of_another_shape_is_refused() {
        State start = State.zero(LSTM, BATCH);
        String expected = "input of LSTM \"lstm\": 5 steps × 2 rows × 3 features expected, ";
        assertRefused(() -> lstm().forward(x(6, 2, 3), start), expected + "6 steps × 2 rows × 3 features found");
        assertRefused(() -> lstm().forward(x(5, 3, 3), start), expected + "5 steps × 3 rows × 3 features found");
        assertRefused(() -> lstm().forward(x(5, 2, 4), start), expected + "5 steps × 2 rows × 4 features found");
    }

    @Test
    void an_initial_state_of_another_shape_is_refused() {
        Sequence x = x(TIME, BATCH, 3);
        assertRefused(
                () -> lstm().forward(x, State.of(matrix(3, 4), matrix(2, 4))),
                "initial state h of LSTM \"lstm\": 2×4 expected, 3×4 found");
        assertRefused(
                () -> lstm().forward(x, State.of(matrix(2, 4), matrix(2, 5))),
                "initial state c of LSTM \"lstm\": 2×4 expected, 2×5 found");
        assertRefused(
                () -> lstm().forward(x, State.of(matrix(2, 4))),
                "initial state of LSTM \"lstm\": h and c expected, only h found");
        assertRefused(
                () -> rnn().forward(x, State.of(matrix(2, 4), matrix(2, 4))),
                "initial state of SimpleRnn \"rnn\": only h expected, h and c found");
    }

    @Test
    void gradients_of_another_shape_are_refused() {
        RecurrentRun run = lstm();
        run.forward(x(TIME, BATCH, 3), State.zero(LSTM, BATCH));
        RecurrentGradients into = run.newGradients();
        Sequence dOutputs = x(TIME, BATCH, 4);
        assertRefused(
                () -> run.backward(x(TIME, BATCH, 3), Optional.empty(), into),
                "gradient of the outputs of LSTM \"lstm\": 5 steps × 2 rows × 4 features expected, "
                        + "5 steps × 2 rows × 3 features found");
        assertRefused(
                () -> run.backward(dOutputs, Optional.of(State.of(matrix(2, 4), matrix(1, 4))), into),
                "gradient of the final state c of LSTM \"lstm\": 2×4 expected, 1×4 found");
        assertRefused(
                () -> run.backward(dOutputs, Optional.of(State.of(matrix(2, 4))), into),
                "gradient of the final state of LSTM \"lstm\": h and c expected, only h found");
        assertRefused(
                () -> run.backward(dOutputs, Optional.empty(), rnn().newGradients()),
                "gradients to be filled: those of 5 steps × 2 rows of LSTM \"lstm\" expected, "
                        + "of 5 steps × 2 rows of SimpleRnn \"rnn\" found");
        RecurrentRun longer = new Lstm(LSTM, weights(LSTM)).runs(TIME + 1, BATCH, Team.alone());
        assertRefused(
                () -> run.backward(dOutputs, Optional.empty(), longer.newGradients()),
                "gradients to be filled: those of 5 steps × 2 rows of LSTM \"lstm\" expected, "
                        + "of 6 steps × 2 rows of LSTM \"lstm\" found");
    }

    @Test
    void the_way_back_comes_after_a_run() {
        assertThatThrownBy(() -> lstm().backward(x(TIME, BATCH, 4), Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("backpropagation of LSTM \"lstm\" before a run");
    }

    /** More than the heap would hold, had it been asked for. */
    @Test
    void sizes_that_no_array_holds_are_refused_before_memory_is_taken() {
        LstmSpec narrow = LstmSpec.plain("narrow", 1, 1);
        Lstm layer = new Lstm(narrow, weights(narrow));
        Team alone = Team.alone();
        assertRefused(
                () -> layer.runs(50_000, 50_000, alone),
                "units of all steps of LSTM \"narrow\": at most 2147483639 numbers in one array expected, "
                        + "50000 × 50000 × 1 found");
        assertRefused(
                () -> layer.runs(Integer.MAX_VALUE, Integer.MAX_VALUE, alone),
                "units of all steps of LSTM \"narrow\": at most 2147483639 numbers in one array expected, "
                        + "2147483647 × 2147483647 × 1 found");
        assertRefused( // times 4 that is −2^34 + 4 in 64 bits
                () -> lstm(Integer.MAX_VALUE, Integer.MAX_VALUE),
                "units of all steps of LSTM \"lstm\": at most 2147483639 numbers in one array expected, "
                        + "2147483647 × 2147483647 × 4 found");
        SimpleRnnSpec wideInput = new SimpleRnnSpec("rnn", 3000, 1, Activation.TANH);
        assertRefused(
                () -> new SimpleRnn(wideInput, weights(wideInput)).runs(1, 1_000_000, alone),
                "inputs of all steps of SimpleRnn \"rnn\": at most 2147483639 numbers in one array expected, "
                        + "1 × 1000000 × 3000 found");
        SimpleRnnSpec wide = new SimpleRnnSpec("rnn", 1500, 1500, Activation.TANH);
        assertRefused(
                () -> new SimpleRnn(wide, weights(wide)).runs(1, 1_000_000, alone),
                "inputs and units of a step of SimpleRnn \"rnn\": at most 2147483639 numbers in one array expected, "
                        + "1000000 × 3000 × 1 found");
        LstmSpec gates = LstmSpec.plain("lstm", 1, 1000);
        assertRefused(
                () -> new Lstm(gates, weights(gates)).runs(1, 2_000_000, alone),
                "gates of a step of LSTM \"lstm\": at most 2147483639 numbers in one array expected, "
                        + "2000000 × 4 × 1000 found");
    }

    /** The units of all steps are just the 2^31 − 9 that an array holds, of the inputs there are twice as many. */
    @Test
    void sizes_are_affordable_up_to_what_an_array_holds() {
        SimpleRnnSpec spec = new SimpleRnnSpec("rnn", 2, 1, Activation.TANH);
        assertRefused(
                () -> new SimpleRnn(spec, weights(spec)).runs(2_147_483_639, 1, Team.alone()),
                "inputs of all steps of SimpleRnn \"rnn\": at most 2147483639 numbers in one array expected, "
                        + "2147483639 × 1 × 2 found");
    }

    /** The gradients of W, RW and b lie in one array, which may be too long where that of W is not; no weights are read here. */
    @Test
    void weights_whose_gradients_no_array_holds_are_refused() {
        SimpleRnnSpec spec = new SimpleRnnSpec("rnn", 1_000_000, 2147, Activation.TANH);
        RowMajorMatrix standIn = new RowMajorMatrix(1, 2147);
        RecurrentWeights weights =
                new RecurrentWeights(standIn, standIn, Optional.of(standIn), Optional.empty(), Optional.empty());
        assertRefused(
                () -> new RecurrentRun(spec, weights, 1, 1, Team.alone()),
                "weights of SimpleRnn \"rnn\": at most 2147483639 numbers in one array expected, "
                        + "1002148 × 1 × 2147 found");
    }

    /** 1,000,000,000 rows of the one column are filled up to two vectors, of 2, 4 or 8 numbers each, while they are summed. */
    @Test
    void what_fills_the_last_vector_up_is_counted_too() {
        SimpleRnnSpec narrow = new SimpleRnnSpec("narrow", 1, 1, Activation.TANH);
        assertThatThrownBy(() -> new SimpleRnn(narrow, weights(narrow)).runs(1, 1_000_000_000, Team.alone()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("runs of SimpleRnn \"narrow\" with 1 inputs and 1 units over 1000000000 rows: "
                        + "at most 2147483639 numbers in one array expected, ");
    }

    @Test
    void at_least_one_step_and_one_row_are_needed() {
        Lstm layer = new Lstm(LSTM, weights(LSTM));
        assertRefused(
                () -> layer.runs(0, 1, Team.alone()),
                "time steps of a run of LSTM \"lstm\": at least 1 expected, 0 found");
        assertRefused(
                () -> layer.runs(1, -1, Team.alone()),
                "batch rows of a run of LSTM \"lstm\": at least 1 expected, -1 found");
    }

    @Test
    void a_refused_call_leaves_the_run_as_it_was() {
        RecurrentRun run = lstm();
        Sequence x = x(TIME, BATCH, 3);
        Sequence dOutputs = x(TIME, BATCH, 4);
        RecurrentGradients expected = run.newGradients();
        run.forward(x, State.zero(LSTM, BATCH));
        run.backward(dOutputs, Optional.empty(), expected);
        run.forward(x, State.zero(LSTM, BATCH));
        assertThatThrownBy(() -> run.forward(x(TIME, BATCH, 3), State.of(matrix(9, 9), matrix(9, 9))))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> run.backward(x, Optional.empty(), expected)).isInstanceOf(InvalidInput.class);
        assertSame(run, dOutputs, expected);
    }

    @Test
    void going_back_twice_gives_the_same_bits() {
        for (Activation gate : new Activation[] {Activation.SIGMOID, Activation.SOFTPLUS}) {
            LstmSpec spec = new LstmSpec("lstm", 3, 4, Activation.TANH, gate, gate != Activation.SIGMOID);
            RecurrentRun run = new Lstm(spec, weights(spec)).runs(TIME, BATCH, Team.alone());
            run.forward(x(TIME, BATCH, 3), State.zero(spec, BATCH));
            Sequence dOutputs = x(TIME, BATCH, 4);
            RecurrentGradients first = run.newGradients();
            run.backward(dOutputs, Optional.empty(), first);
            assertSame(run, dOutputs, first);
        }
    }

    private static void assertSame(RecurrentRun run, Sequence dOutputs, RecurrentGradients expected) {
        RecurrentGradients again = run.newGradients();
        for (RowMajorMatrix overwritten : matrices(again)) {
            overwritten.fill(Double.NaN);
        }
        run.backward(dOutputs, Optional.empty(), again);
        List<RowMajorMatrix> found = matrices(again);
        for (int k = 0; k < found.size(); k++) {
            assertThat(found.get(k).toArray())
                    .containsExactly(matrices(expected).get(k).toArray());
        }
    }

    /** Everything that is filled, of an LSTM. */
    private static List<RowMajorMatrix> matrices(RecurrentGradients gradients) {
        List<RowMajorMatrix> matrices = new ArrayList<>();
        matrices.add(gradients.weights());
        gradients.dp().ifPresent(matrices::add);
        matrices.add(gradients.dx().allSteps());
        matrices.add(gradients.dInitial().h());
        matrices.add(gradients.dInitial().c().orElseThrow());
        return matrices;
    }

    /** The other thread is in the middle of a run when this one asks; should it have ended by then, it is done again. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_second_thread_is_refused_and_does_no_harm_to_the_first() throws Exception {
        LstmSpec spec = LstmSpec.plain("lstm", 8, 16);
        int time = 4_000;
        RecurrentRun shared = new Lstm(spec, weights(spec)).runs(time, 2, Team.alone());
        Sequence x = x(time, 2, 8);
        State start = State.zero(spec, 2);
        double[] expected = shared.forward(x, start).values().clone();
        Sequence zeros = Sequence.zeros(time, 2, 8);
        Sequence dOutputs = Sequence.zeros(time, 2, 16);
        RecurrentGradients gradients = shared.newGradients();
        boolean bothRefused = false;
        while (!bothRefused) {
            FutureTask<Sequence> first = new FutureTask<>(() -> shared.forward(x, start));
            Thread thread = new Thread(first, "first user");
            thread.start();
            while (!inTheMiddle(thread) && !first.isDone()) {
                Thread.sleep(1);
            }
            bothRefused = isRefused(() -> shared.forward(zeros, start))
                    && isRefused(() -> shared.backward(dOutputs, Optional.empty(), gradients));
            double[] computed = first.get().values();
            if (bothRefused) {
                assertThat(Arrays.equals(computed, expected)).isTrue();
            }
        }
        assertThat(Arrays.equals(shared.forward(x, start).values(), expected)).isTrue();
    }

    private static boolean inTheMiddle(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Team.class.getName()));
    }

    private static boolean isRefused(Runnable call) {
        try {
            call.run();
            return false;
        } catch (IllegalStateException exception) {
            assertThat(exception)
                    .hasMessage("the memory of a run of LSTM \"lstm\": one thread at a time expected, "
                            + Thread.currentThread().getName() + " found beside first user");
            return true;
        }
    }
}
