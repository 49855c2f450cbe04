package dev.lockstep.slips;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Lockstep loaded once more, with some classes replaced; everything that is not Lockstep comes from the parent. */
final class BrokenCopy extends URLClassLoader {
    private static final String OURS = "dev.lockstep.";

    BrokenCopy(Path replaced, ClassLoader parent) throws IOException {
        super(
                new URL[] {
                    replaced.toUri().toURL(),
                    Path.of("target", "classes").toUri().toURL()
                },
                parent);
    }

    /** Runs the command line of the copy. */
    void run(String... args) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            loadClass("dev.lockstep.Lockstep").getMethod("run", String[].class).invoke(null, (Object) args);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
