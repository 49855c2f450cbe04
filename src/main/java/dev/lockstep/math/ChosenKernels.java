package dev.lockstep.math;

/** Chooses the kernels of a JVM, once. */
final class ChosenKernels {
    /** A constant, so that the compiler sees through it. */
    static final Kernels INSTANCE = choose(System.getProperty("lockstep.vector", "auto"));

    private static final String MODULE = "jdk.incubator.vector";

    private ChosenKernels() {}

    private static Kernels choose(String wanted) {
        if (!Kernels.SETTINGS.contains(wanted)) {
            throw new IllegalArgumentException(
                    "lockstep.vector: one of " + Kernels.SETTINGS + " expected, " + wanted + " found");
        }
        if (wanted.equals("none")) {
            return new PlainKernels("lockstep.vector is none");
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return new PlainKernels("the JVM runs without --add-modules " + MODULE);
        }
        try {
            return (Kernels) Class.forName("dev.lockstep.math.vector.VectorKernels")
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException(
                    MODULE + " is there, but the kernels written for it do not load", exception);
        }
    }
}
