package dev.lockstep;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;

/**
 * Lockstep and its tests loaded once more, with other kernels than this JVM's own, which are chosen once and for all. Everything
 * that is not Lockstep comes from the parent.
 */
public final class OtherKernels extends URLClassLoader {
    private static final String OURS = "dev.lockstep.";
    private static final String PROPERTY = "lockstep.vector";

    private OtherKernels() {
        super(new URL[] {place(Lockstep.class), place(OtherKernels.class)}, OtherKernels.class.getClassLoader());
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /**
     * Calls the copy of a class, which needs a public constructor without parameters.
     *
     * @param vector value of lockstep.vector
     * @param type what is called; its result must be of the JDK's classes
     */
    public static <R> R call(String vector, Class<? extends Callable<R>> type) throws Exception {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, vector);
        try (OtherKernels copy = new OtherKernels()) {
            @SuppressWarnings("unchecked")
            Callable<R> callable = (Callable<R>)
                    copy.loadClass(type.getName()).getConstructor().newInstance();
            return callable.call();
        } catch (InvocationTargetException exception) {
            throw new IllegalStateException(type + " cannot be made", exception.getCause());
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
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
