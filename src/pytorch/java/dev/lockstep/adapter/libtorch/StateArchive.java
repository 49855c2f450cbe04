package dev.lockstep.adapter.libtorch;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OptimizerParamGroupVector;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What an optimizer remembers, which JavaCPP does not hand out: the archive that torch's library in C++ saves it to and loads
 * it from, in memory. There every leaf goes by the address of its tensor, and its arrays by the names of the members that hold them.
 */
final class StateArchive {
    private static final String FORMAT = "1.5.0";

    private final InputArchive leaves = new InputArchive();

    /** Of what an optimizer remembers now; later steps do not change it. */
    StateArchive(Optimizer optimizer) {
        saved(optimizer).read("state", leaves);
    }

    /** An array that it keeps for a leaf, in the leaf's shape. */
    Tensor array(Tensor leaf, String name) {
        InputArchive ofLeaf = new InputArchive();
        leaves.read(key(leaf), ofLeaf);
        Tensor array = new Tensor();
        ofLeaf.read(name, array);
        return array;
    }

    /**
     * Puts an optimizer in a state; its options stay as they are.
     *
     * @param arrays of every leaf, by name
     * @param steps how many steps it has taken
     */
    static void load(Optimizer optimizer, Map<Tensor, Map<String, Tensor>> arrays, int steps) {
        OutputArchive archive = new OutputArchive();
        archive.write("pytorch_version", new IValue(FORMAT));
        OutputArchive leaves = part(archive);
        arrays.forEach((leaf, named) -> {
            OutputArchive ofLeaf = part(archive);
            ofLeaf.write("step", new IValue((long) steps));
            named.forEach(ofLeaf::write);
            leaves.write(key(leaf), ofLeaf);
        });
        archive.write("state", leaves);
        archive.write("param_groups", groups(archive, optimizer));
        optimizer.load(read(archive));
    }

    private static OutputArchive groups(OutputArchive archive, Optimizer optimizer) {
        InputArchive savedGroups = new InputArchive();
        saved(optimizer).read("param_groups", savedGroups);
        OptimizerParamGroupVector groups = optimizer.param_groups();
        OutputArchive all = part(archive);
        all.write("param_groups/size", torch.tensor(groups.size()));
        for (long g = 0; g < groups.size(); g++) {
            String name = "param_groups/" + g;
            TensorVector leaves = groups.get(g).params();
            OutputArchive group = part(archive);
            group.write("params/size", torch.tensor(leaves.size()));
            for (long k = 0; k < leaves.size(); k++) {
                group.write("params/" + k, new IValue(key(leaves.get(k))));
            }
            InputArchive savedGroup = new InputArchive();
            savedGroups.read(name, savedGroup);
            group.write("options", options(archive, savedGroup));
            all.write(name, group);
        }
        return all;
    }

    private static OutputArchive options(OutputArchive archive, InputArchive savedGroup) {
        InputArchive saved = new InputArchive();
        savedGroup.read("options", saved);
        OutputArchive options = part(archive);
        for (BytePointer name : saved.keys().get()) {
            IValue value = new IValue();
            saved.read(name, value);
            options.write(name, value);
        }
        return options;
    }

    private static InputArchive saved(Optimizer optimizer) {
        OutputArchive saved = new OutputArchive();
        optimizer.save(saved);
        return read(saved);
    }

    private static OutputArchive part(OutputArchive archive) {
        return new OutputArchive(archive.compilation_unit());
    }

    private static String key(Tensor leaf) {
        return Long.toUnsignedString(leaf.unsafeGetTensorImpl().address());
    }

    private static InputArchive read(OutputArchive archive) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Closed at once: JavaCPP has room for ten of them, and the eleventh brings the JVM down.
        try (ArchiveWriter writer = to(bytes)) {
            archive.save_to(writer);
        }
        InputArchive read = new InputArchive();
        read.load_from(new BytePointer(bytes.toByteArray()), bytes.size());
        return read;
    }

    private static ArchiveWriter to(ByteArrayOutputStream bytes) {
        return new ArchiveWriter() {
            @Override
            public long call(Pointer data, long size) {
                byte[] chunk = new byte[(int) size];
                new BytePointer(data).capacity(size).get(chunk);
                bytes.writeBytes(chunk);
                return size;
            }
        };
    }
}
