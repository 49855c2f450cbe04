package dev.lockstep.experiment.sweep;

import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cases that are done, each a line of a file that is written when it is done: whatever ends the process, they are not lost. The
 * first line says what sweep it is.
 */
final class Journal implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Path path;
    private final Plan plan;
    private final SortedMap<Integer, Entry> entries;
    private Optional<OutputStream> file = Optional.empty();

    /** The first line. */
    record Head(String sweep) {}

    private Journal(Path path, Plan plan, SortedMap<Integer, Entry> entries) {
        this.path = path;
        this.plan = plan;
        this.entries = entries;
    }

    /** A journal in which nothing is done yet; a former one is forgotten, and a file is there when something is done. */
    static Journal begun(Path path, Plan plan) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException exception) {
            throw unusable(path, exception);
        }
        return new Journal(path, plan, new TreeMap<>());
    }

    /**
     * The journal of a sweep that was interrupted; a last line that was not written to its end is cut off.
     *
     * @throws InvalidInput if it is not there, or of another sweep
     */
    static Journal resumed(Path path, Plan plan) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInput("--resume: the journal of a sweep expected, " + path + " found, which is not there");
        }
        try {
            String text = Files.readString(path);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            List<String> lines = whole.lines().toList();
            String found = lines.isEmpty() ? "nothing" : head(lines.get(0)).orElse("something else");
            if (!found.equals(plan.identity())) {
                throw new InvalidInput("--resume: the journal of a sweep of " + plan.identity() + " expected, " + found
                        + " found in " + path);
            }
            SortedMap<Integer, Entry> entries = new TreeMap<>();
            for (String line : lines.subList(1, lines.size())) {
                Entry entry = MAPPER.readValue(line, Entry.class);
                entries.put(entry.number(), entry);
            }
            Files.writeString(path, whole);
            Journal journal = new Journal(path, plan, entries);
            journal.file = Optional.of(appending(path));
            return journal;
        } catch (IOException | JacksonException exception) {
            throw unusable(path, exception);
        }
    }

    private static Optional<String> head(String line) {
        try {
            return Optional.ofNullable(MAPPER.readValue(line, Head.class).sweep());
        } catch (JacksonException exception) {
            return Optional.empty();
        }
    }

    /** Notes that a case is done. */
    synchronized void add(Entry entry) {
        try {
            if (file.isEmpty()) {
                Files.createDirectories(path.toAbsolutePath().getParent());
                file = Optional.of(appending(path));
                line(new Head(plan.identity()));
            }
            line(entry);
        } catch (IOException exception) {
            throw unusable(path, exception);
        }
        entries.put(entry.number(), entry);
    }

    /** Whether a case is done. */
    synchronized boolean has(int number) {
        return entries.containsKey(number);
    }

    /** Cases that are done, by number. */
    synchronized Collection<Entry> entries() {
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    private void line(Object what) throws IOException {
        file.orElseThrow().write((MAPPER.writeValueAsString(what) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Unbuffered, so that a line is the system's as soon as it is written. */
    private static OutputStream appending(Path path) throws IOException {
        return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static InvalidInput unusable(Path path, Exception cause) {
        return new InvalidInput(
                "journal of the sweep: a file that can be read and written expected, " + path + " found ("
                        + cause.getClass().getSimpleName() + ")",
                cause);
    }
}
