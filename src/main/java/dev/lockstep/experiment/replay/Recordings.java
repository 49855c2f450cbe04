package dev.lockstep.experiment.replay;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads recorded cases. */
public final class Recordings {
    private static final String ENDING = ".case.json";

    private Recordings() {}

    /**
     * A recorded case and where it was read.
     *
     * @param path of its file
     * @param content of its file; holds observations
     */
    public record Recording(Path path, CaseFile content) {}

    /**
     * Reads every file that is named, and every {@code *.case.json} in and below every folder that is, by name.
     *
     * @throws InvalidInput if one is not there, is no case or holds no observations, or if there is none in a folder
     */
    public static List<Recording> read(List<Path> places) {
        List<Recording> recordings = new ArrayList<>();
        for (Path place : places) {
            for (Path file : files(place)) {
                CaseFile content = CaseReader.read(file);
                if (content.observations().stream()
                        .allMatch(observed -> observed.quantities().isEmpty())) {
                    throw new InvalidInput(file + ": a case with observations expected, none found in it");
                }
                recordings.add(new Recording(file, content));
            }
        }
        return recordings;
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        List<Path> found;
        try (Stream<Path> below = Files.walk(place)) {
            found = below.filter(file -> file.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException exception) {
            throw new InvalidInput(
                    place + ": a folder that can be read expected, " + exception.getMessage(), exception);
        }
        if (found.isEmpty()) {
            throw new InvalidInput(place + ": files whose names end in " + ENDING + " expected, none found");
        }
        return found;
    }
}
