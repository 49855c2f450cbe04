package dev.lockstep.experiment.bench;

import dev.lockstep.frameworks.TrainingSteps;
import dev.lockstep.port.TrainingStep;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Training steps of one recurrent layer under a sum of squares: forward, loss, all gradients with the input's, plain gradient
 * descent. One operation is one step over a whole minibatch.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrainingStepBenchmark {
    /** Which layer. */
    @Param({"LSTM", "SimpleRnn"})
    public String layer;

    /** Inputs, units, time steps, rows of the minibatch. */
    @Param({"3,5,7,2", "8,16,20,8", "32,64,50,32", "64,128,50,32", "128,256,50,64", "256,512,20,64"})
    public String sizes;

    /** Threads that share a step. */
    @Param("1")
    public int threads;

    private TrainingStep training;

    /** Draws weights, inputs and targets. */
    @Setup
    public void draw() {
        GridPoint point = GridPoint.of(LayerType.of(layer), sizes);
        training = TrainingSteps.of("ours", PointData.random(point).scenario(), threads);
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        training.close();
    }

    /** One step. */
    @Benchmark
    public double step() {
        training.take();
        return training.loss();
    }
}
