package dev.lockstep.math;

import java.io.IOException;
import java.io.InputStream;

/** The kernels on vectors of a given width, whatever width this JVM's own have: their classes are loaded once more. */
final class KernelsOfWidth extends ClassLoader {
    private static final String PACKAGE = "dev.lockstep.math.vector.";
    private static final String PROPERTY = "lockstep.vector";

    private KernelsOfWidth() {
        super(Kernels.class.getClassLoader());
    }

    static Kernels of(int bits) throws ReflectiveOperationException {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, Integer.toString(bits));
        try {
            return (Kernels) new KernelsOfWidth()
                    .loadClass(PACKAGE + "VectorKernels")
                    .getConstructor()
                    .newInstance();
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] code = file.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException exception) {
            throw new ClassNotFoundException(name, exception);
        }
    }
}
