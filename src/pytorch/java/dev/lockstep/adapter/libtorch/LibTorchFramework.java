package dev.lockstep.adapter.libtorch;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.GruForm;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** PyTorch in this JVM, id {@code libtorch}: its recurrent operations, autograd and the optimizers of its library in C++. */
public final class LibTorchFramework implements Framework {
    /** One of Sleef's functions of 1 ulp behind another; as PyTorch in Python was measured, rounded up. */
    private static final Accuracy DOUBLE = Accuracy.ANY
            .with(GruForm.INTERPOLATION)
            .named("LibTorch")
            .with(ElementaryFunction.EXP, 2, 0)
            .with(ElementaryFunction.LOG, 2, 0)
            .with(ElementaryFunction.LOG1P, 2, 0)
            .with(ElementaryFunction.TANH, 2, 0)
            .with(ElementaryFunction.TANH_SLOPE, 0, 4)
            .with(ElementaryFunction.SIGMOID, 4, 0)
            .with(ElementaryFunction.SIGMOID_SLOPE, 0, 2)
            .with(ElementaryFunction.SQRT, 1, 0)
            .with(ElementaryFunction.POWER, 1.25, 0);

    private static final Accuracy SINGLE =
            DOUBLE.in(Precision.SINGLE).with(ElementaryFunction.TANH, 3, 0).with(ElementaryFunction.POWER, 0.01, 0);

    static {
        unpack("torch_cpu");
        // Two spinning threads beside ND4J's collapse on few cores, and one adds up in one order.
        torch.set_num_threads(1);
    }

    /**
     * JavaCPP unpacks and loads one library after another. That one is needed by one before it, and until it is there the linker
     * would take another version of it, if the system has one.
     */
    private static void unpack(String library) {
        String name = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/" + System.mapLibraryName(library);
        try {
            Loader.cacheResources(name);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** An instance without any state. */
    public LibTorchFramework() {}

    @Override
    public String id() {
        return "libtorch";
    }

    @Override
    public String title() {
        return "LibTorch";
    }

    /** PyTorch's, and after it JavaCPP's. */
    @Override
    public String version() {
        return Tensor.class.getPackage().getImplementationVersion();
    }

    @Override
    public Accuracy accuracy() {
        return DOUBLE;
    }

    @Override
    public Accuracy accuracy(Precision precision) {
        return precision == Precision.SINGLE ? SINGLE : DOUBLE;
    }

    @Override
    public Support supports(Case scenario) {
        return Expressibility.obstacle(scenario).map(Support::no).orElse(Support.YES);
    }

    /** {@inheritDoc} What was allocated beside torch's own memory is freed with the scope. */
    @Override
    @SuppressWarnings("try")
    public Observations observe(Case scenario) {
        try (PointerScope scope = new PointerScope()) {
            return new Observer(scenario).observe();
        }
    }
}
