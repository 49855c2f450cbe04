package dev.lockstep;

import dev.lockstep.model.InvalidInput;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps and frameworks of users' own.
 *
 * @param loader of this thread's own classes and theirs
 */
record OwnClasses(URLClassLoader loader) implements AutoCloseable {
    /**
     * What {@code --classpath} names.
     *
     * @throws InvalidInput if something there does not exist
     */
    static OwnClasses of(Optional<String> classpath) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classpath.orElse("").split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                Path path = Path.of(entry);
                if (!Files.exists(path)) {
                    throw new InvalidInput("--classpath: existing files and folders expected, " + entry + " found");
                }
                urls.add(path.toUri().toURL());
            }
        }
        return new OwnClasses(new URLClassLoader(
                urls.toArray(URL[]::new), Thread.currentThread().getContextClassLoader()));
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
