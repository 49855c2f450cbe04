package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arrays beside a case, as its values refer to them; known once the case itself has been parsed. */
final class Attachment {
    private NpzFile file;

    void open(NpzFile opened) {
        file = opened;
    }

    /** How many numbers there are. */
    int numbers() {
        return file == null ? 0 : file.numbers();
    }

    /** @param key the text that names an array */
    List<Integer> shape(Node key) {
        return array(key).shape();
    }

    /** @param key the text that names an array */
    double[] values(Node key) {
        array(key);
        return file.values(key, key.text());
    }

    private NpyArray array(Node key) {
        NpyArray array = opened(key).arrays().get(key.text());
        if (array == null) {
            throw key.refusal("the name of an array beside the case");
        }
        return array;
    }

    /**
     * Arrays whose names begin so, in the order of the file, by the rest of their names.
     *
     * @param prefix a text
     */
    Map<String, NpyArray> beginning(Node prefix) {
        String beginning = prefix.text();
        Map<String, NpyArray> found = new LinkedHashMap<>();
        opened(prefix).arrays().forEach((key, array) -> {
            if (key.startsWith(beginning)) {
                found.put(key.substring(beginning.length()), new NpyArray(array.shape(), file.values(prefix, key)));
            }
        });
        if (found.isEmpty()) {
            throw prefix.refusal("the beginning of names of arrays beside the case");
        }
        return found;
    }

    private NpzFile opened(Node key) {
        if (file == null) {
            throw new InvalidInput(key.path()
                    + ": an array beside the case expected, which takes \"arrays\": \"NAME.npz\", none found");
        }
        return file;
    }
}
