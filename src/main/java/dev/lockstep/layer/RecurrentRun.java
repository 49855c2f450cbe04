package dev.lockstep.layer;

import dev.lockstep.math.ArraySizes;
import dev.lockstep.math.PackedMatrix;
import dev.lockstep.math.Product;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.math.Strip;
import dev.lockstep.math.TransposedProduct;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.math3.exception.OutOfRangeException;

/**
 * The memory of a recurrent layer for runs over minibatches of one shape: forward, and backpropagation through time. Everything
 * is allocated when it is made, and used again by every call; it reads the layer's weights anew in each.
 *
 * <p>A time step is one product of {@code [x | h′]} with weights packed once for all steps; all weight gradients are one product
 * over all steps. The rows of a minibatch are shared out to the members of a {@link Team}, the weight gradients by columns, so
 * that no sum changes its order: the numbers do not depend on the number of threads.
 *
 * <p>One thread at a time may use it.
 */
public final class RecurrentRun implements RecurrentPass {
    private static final double[] ONE = {1};

    private final RecurrentSpec spec;
    private final int gates;
    private final int time;
    private final int batch;
    private final int units;
    private final int inputs;
    private final Team team;
    private final PackedMatrix forwardWeights;
    private final PackedMatrix backwardWeights;
    private final double[] bias;
    private final Product[] steps;
    private final Product[] stepsBack;
    private final TransposedProduct[] weightGradients;
    private final AtomicReference<Thread> user = new AtomicReference<>();
    private final Team.Part forwardPart = this::forward;
    private final Team.Part backwardPart = this::backward;
    private final Team.Part gradientPart = this::weightGradients;

    private final RecurrentCell cell;
    private final RecurrentWeights weights;
    private Sequence x;
    private RecurrentGradients gradients;
    private boolean usedUp;

    /**
     * @param spec what the layer is
     * @param weights of the layer, read anew in every run
     * @param time steps of a minibatch
     * @param batch rows of a minibatch
     * @param team who shares the work
     * @throws InvalidInput if a size is below 1, or the shape asks for more than an array holds
     */
    RecurrentRun(RecurrentSpec spec, RecurrentWeights weights, int time, int batch, Team team) {
        this.spec = spec;
        this.weights = weights;
        this.gates = weights.W().getColumnDimension() / spec.units();
        this.time = time;
        this.batch = batch;
        this.units = spec.units();
        this.inputs = spec.inputs();
        this.team = team;
        requirePositive("time steps", time);
        requirePositive("batch rows", batch);
        requireAffordable(spec, "units of all steps", time, batch, units);
        requireAffordable(spec, "inputs of all steps", time, batch, inputs);
        requireAffordable(spec, "inputs and units of a step", batch, inputs + units, 1);
        requireAffordable(spec, "gates of a step", batch, gates, units);
        requireAffordable(spec, "weights", inputs + units + 1, gates, units);
        int[] blocks = new int[gates];
        Arrays.fill(blocks, units);
        int members = team.members();
        this.bias = new double[gates * units];
        this.steps = new Product[members];
        this.stepsBack = new Product[members];
        this.weightGradients = new TransposedProduct[members];
        int[] lefts = RecurrentGradients.hasBias(spec) ? new int[] {inputs, units, 1} : new int[] {inputs, units};
        try {
            this.forwardWeights = new PackedMatrix(inputs + units, blocks);
            this.backwardWeights = new PackedMatrix(gates * units, inputs, units);
            for (int member = 0; member < members; member++) {
                int rows = lastRow(member, members) - firstRow(member, members);
                steps[member] = new Product(forwardWeights, rows, inputs, units);
                stepsBack[member] = new Product(backwardWeights, rows, blocks);
                weightGradients[member] = new TransposedProduct(lefts, blocks, member, members);
            }
        } catch (OutOfRangeException exception) {
            throw new InvalidInput("runs of " + spec.title() + " with " + inputs + " inputs and " + units
                    + " units over " + batch + " rows: at most " + ArraySizes.MOST
                    + " numbers in one array expected, " + exception.getArgument() + " found");
        }
        this.cell = Cells.of(spec, time, batch);
    }

    private void requirePositive(String what, int found) {
        if (found < 1) {
            throw new InvalidInput(
                    what + " of a run of " + spec.title() + ": at least 1 expected, " + found + " found");
        }
    }

    /** @throws InvalidInput if an array of so many numbers is more than one can be long */
    static void requireAffordable(RecurrentSpec spec, String what, long a, long b, long c) {
        if (a * b > ArraySizes.MOST || a * b * c > ArraySizes.MOST) {
            throw new InvalidInput(what + " of " + spec.title() + ": at most " + ArraySizes.MOST
                    + " numbers in one array expected, " + a + " × " + b + " × " + c + " found");
        }
    }

    private int firstRow(int member, int members) {
        return (int) ((long) batch * member / members);
    }

    private int lastRow(int member, int members) {
        return firstRow(member + 1, members);
    }

    /** Gradients to be filled by {@link #backward(Sequence, Optional, RecurrentGradients)}, again and again. */
    public RecurrentGradients newGradients() {
        return new RecurrentGradients(spec, gates, time, batch);
    }

    /**
     * Runs the layer.
     *
     * @param x {@code [time × batch × inputs]}; read again on the way back, and not to be modified before
     * @param start the state before the first step, {@code [batch × units]} each; as x
     * @return the outputs {@code [time × batch × units]}, overwritten by the next call
     * @throws InvalidInput if a shape is another
     * @throws IllegalStateException if another thread is using this
     */
    public Sequence forward(Sequence x, State start) {
        requireShape("input", inputs, x);
        requireShape("initial state", start);
        enter();
        try {
            this.x = x;
            cell.start(start);
            forward();
            return cell.outputs();
        } finally {
            leave();
        }
    }

    private void forward() {
        usedUp = true; // until it is through
        for (int gate = 0; gate < gates; gate++) {
            pack(gate, 0, weights.W());
            pack(gate, inputs, weights.RW());
        }
        weights.bias(bias);
        if (weights.p().isPresent()) {
            cell.peepholes(weights.p().get());
        }
        team.run(forwardPart);
        usedUp = false;
    }

    private void pack(int gate, int from, RowMajorMatrix weights) {
        int at = weights.offset() + gate * units;
        forwardWeights.pack(gate, from, weights.getRowDimension(), weights.array(), at, gates * units);
    }

    private void forward(int member, int members) {
        int firstRow = firstRow(member, members);
        int lastRow = lastRow(member, members);
        if (firstRow == lastRow) { // fewer rows than threads
            return;
        }
        Product step = steps[member];
        for (int t = 1; t <= time; t++) {
            step.left(0).set(x.values(), ((t - 1) * batch + firstRow) * inputs, inputs);
            hPrev(t, firstRow, step.left(1));
            for (int gate = 0; gate < gates; gate++) {
                for (int row = firstRow; row < lastRow; row++) {
                    System.arraycopy(bias, gate * units, cell.z[gate], cell.at(t, row), units);
                }
                step.destination(gate).set(cell.z[gate], cell.at(t, firstRow), units);
            }
            step.add(lastRow - firstRow); // (R1), (L1) z = x·W + h′·RW + b + rb
            cell.forward(t, firstRow, lastRow);
        }
    }

    private void hPrev(int t, int row, Strip strip) {
        if (t == 1) {
            RowMajorMatrix start = cell.start().h();
            strip.set(start.array(), start.offset() + row * units, units);
        } else {
            strip.set(cell.h, cell.at(t - 1, row), units);
        }
    }

    /**
     * Backpropagation through time of the last run. It uses the run up: a second call runs the layer again first, from the same
     * input and state, with the weights as they are then.
     *
     * @param dOutputs ∂L/∂outputs {@code [time × batch × units]}, not modified
     * @param dFinal ∂L/∂(state after the last step), beside what that state contributes through the outputs; empty for zero
     * @param into overwritten with the gradients
     * @throws InvalidInput if a shape is another
     * @throws IllegalStateException if another thread is using this, or nothing was run yet
     */
    public void backward(Sequence dOutputs, Optional<State> dFinal, RecurrentGradients into) {
        requireShape("gradient of the outputs", units, dOutputs);
        if (dFinal.isPresent()) {
            requireShape("gradient of the final state", dFinal.get());
        }
        if (!into.areOf(spec, time, batch)) {
            throw new InvalidInput("gradients to be filled: those of " + time + " steps × " + batch + " rows of "
                    + spec.title() + " expected, of " + into.title() + " found");
        }
        enter();
        try {
            if (x == null) {
                throw new IllegalStateException("backpropagation of " + spec.title() + " before a run");
            }
            if (usedUp) { // by an earlier call, since gradients take the place of activations
                forward();
            }
            usedUp = true;
            this.gradients = into;
            for (int gate = 0; gate < gates; gate++) {
                packTransposed(0, gate, weights.W());
                packTransposed(1, gate, weights.RW());
            }
            cell.startBack(dOutputs, dFinal, into.dInitial());
            Arrays.fill(into.dx().values(), 0);
            team.run(backwardPart);
            team.run(gradientPart);
            cell.otherGradients(into);
        } finally {
            leave();
        }
    }

    private void packTransposed(int block, int gate, RowMajorMatrix weights) {
        int at = weights.offset() + gate * units;
        backwardWeights.packTransposed(block, gate * units, units, weights.array(), at, gates * units);
    }

    private void backward(int member, int members) {
        int firstRow = firstRow(member, members);
        int lastRow = lastRow(member, members);
        if (firstRow == lastRow) { // fewer rows than threads
            return;
        }
        Product step = stepsBack[member];
        double[] dh = gradients.dInitial().h().array();
        for (int t = time; t >= 1; t--) {
            cell.back(t, firstRow, lastRow);
            for (int gate = 0; gate < gates; gate++) {
                step.left(gate).set(cell.z[gate], cell.at(t, firstRow), units);
            }
            Arrays.fill(dh, firstRow * units, lastRow * units, 0);
            step.destination(0).set(gradients.dx().values(), ((t - 1) * batch + firstRow) * inputs, inputs);
            step.destination(1).set(dh, firstRow * units, units);
            step.add(lastRow - firstRow); // (R9), (L26) dx = Σ_gates dz·Wᵀ and (R5), (L21) dh′ = Σ_gates dz·RWᵀ
        }
    }

    private void weightGradients(int member, int members) {
        TransposedProduct product = weightGradients[member];
        product.left(0).set(x.values(), 0, inputs);
        hPrev(1, 0, product.leading(1, batch));
        product.left(1).set(cell.h, 0, units);
        if (RecurrentGradients.hasBias(spec)) {
            product.left(2).set(ONE, 0, 0);
        }
        for (int gate = 0; gate < gates; gate++) {
            product.right(gate).set(cell.z[gate], 0, units);
            product.destination(gate).set(gradients.weights().array(), gate * units, gates * units);
        }
        product.assign(time * batch); // (R6) to (R8), (L22) to (L24): [dW; dRW; db] = Σₜ [x | h′ | 1]ᵀ·dz
    }

    private void requireShape(String what, int features, Sequence found) {
        if (found.time() != time || found.batch() != batch || found.features() != features) {
            throw new InvalidInput(
                    what + " of " + spec.title() + ": " + time + " steps × " + batch + " rows × " + features
                            + " features expected, " + found.time() + " steps × " + found.batch() + " rows × "
                            + found.features() + " features found");
        }
    }

    private void requireShape(String what, State found) {
        requireShape(what, "h", found.h());
        if (spec.hasCell() != found.c().isPresent()) {
            throw new InvalidInput(what + " of " + spec.title() + ": "
                    + (spec.hasCell() ? "h and c expected, only h" : "only h expected, h and c") + " found");
        }
        if (found.c().isPresent()) {
            requireShape(what, "c", found.c().get());
        }
    }

    private void requireShape(String what, String part, RowMajorMatrix found) {
        if (found.getRowDimension() != batch || found.getColumnDimension() != units) {
            throw new InvalidInput(what + " " + part + " of " + spec.title() + ": " + batch + "×" + units
                    + " expected, " + found.getRowDimension() + "×" + found.getColumnDimension() + " found");
        }
    }

    private void enter() {
        Thread other = user.compareAndExchange(null, Thread.currentThread());
        if (other != null) {
            throw new IllegalStateException(
                    "the memory of a run of " + spec.title() + ": one thread at a time expected, "
                            + Thread.currentThread().getName() + " found beside " + other.getName());
        }
    }

    private void leave() {
        user.set(null);
    }

    @Override
    public Sequence outputs() {
        return cell.outputs();
    }

    @Override
    public State finalState() {
        return cell.finalState();
    }

    @Override
    public State stateBefore(int t) {
        return cell.stateBefore(t);
    }

    @Override
    public LayerGradients backward(Sequence dOutputs, Optional<State> dFinal) {
        RecurrentGradients into = newGradients();
        backward(dOutputs, dFinal, into);
        return new LayerGradients(into.byParameter(), into.dx(), Map.of(spec.name(), into.dInitial()));
    }
}
