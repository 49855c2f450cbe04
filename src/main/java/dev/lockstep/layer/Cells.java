package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.Kernels;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.lang.reflect.Constructor;

/** Which cell runs a layer: one on the Vector API where there is one for its activations, else one that does for all. */
final class Cells {
    private static final String VECTOR = "dev.lockstep.layer.vector.Vector";
    private static final boolean VECTORS = Kernels.get().usesVectors();

    private Cells() {}

    static RecurrentCell of(RecurrentSpec spec, int time, int batch) {
        if (spec instanceof LstmSpec lstm) {
            boolean usual = lstm.activation() == Activation.TANH && lstm.gateActivation() == Activation.SIGMOID;
            return VECTORS && usual && !lstm.peepholes() && !lstm.clipsPreActivations()
                    ? onVectors("LstmCell", lstm, time, batch)
                    : new LstmCell(lstm, time, batch);
        }
        if (spec instanceof SimpleRnnSpec simpleRnn) {
            return VECTORS && simpleRnn.activation() == Activation.TANH && !simpleRnn.clipsPreActivations()
                    ? onVectors("SimpleRnnCell", simpleRnn, time, batch)
                    : new SimpleRnnCell(simpleRnn, time, batch);
        }
        throw new IllegalStateException("no cell is written for " + spec.title());
    }

    /** By name, since a JVM may run without the Vector API, and these classes are compiled after this one. */
    private static RecurrentCell onVectors(String name, RecurrentSpec spec, int time, int batch) {
        try {
            Constructor<?> constructor =
                    Class.forName(VECTOR + name).getConstructor(spec.getClass(), int.class, int.class);
            return (RecurrentCell) constructor.newInstance(spec, time, batch);
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException(VECTOR + name + " does not load", exception);
        }
    }
}
