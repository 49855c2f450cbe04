package dev.lockstep.surface;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** What Deeplearning4j's classes say can be set about recurrent networks, group by group. */
final class Deeplearning4jClasses {
    private Deeplearning4jClasses() {}

    /** Names of all settings of the group with that title. */
    static Set<String> settings(String group) {
        return switch (group) {
            case "Activation functions" -> values(Activation.class);
            case "Losses" -> values(LossFunction.class);
            case "Weight initialisation" -> values(WeightInit.class);
            case "Gradient normalisation" -> values(GradientNormalization.class);
            case "Backpropagation through time" -> values(BackpropType.class);
            case "Order of axes" -> values(RNNFormat.class);
            case "Modes of Bidirectional" -> values(Bidirectional.Mode.class);
            case "Workspaces" -> values(WorkspaceMode.class);
            case "Caches" -> values(CacheMode.class);
            case "Data types" -> values(DataType.class);
            case "Optimization algorithms" -> values(OptimizationAlgorithm.class);
            case "Updaters" -> names(implementations(IUpdater.class));
            case "Schedules" -> {
                Set<String> schedules = names(implementations(ISchedule.class));
                schedules.addAll(values(ScheduleType.class));
                yield schedules;
            }
            case "Regularisation" -> names(implementations(Regularization.class));
            case "Layers" -> names(layers());
            case "Other layers" -> {
                Set<String> others = names(implementations(Layer.class));
                others.removeAll(names(layers()));
                yield others;
            }
            case "Fields of updaters" -> fields(implementations(IUpdater.class));
            case "Fields of schedules" -> fields(implementations(ISchedule.class));
            case "Fields of regularisations" -> fields(implementations(Regularization.class));
            case "Fields of wrappers" -> fields(layers().filter(Deeplearning4jClasses::wraps));
            case "Vertices of graphs" ->
                names(implementations(GraphVertex.class)
                        .filter(type -> type.getPackageName().endsWith(".rnn")));
            case "Preprocessors" ->
                names(implementations(InputPreProcessor.class)
                        .filter(type -> type.getSimpleName().contains("Rnn")));
            case "Settings of layers" ->
                layers().flatMap(layer -> Arrays.stream(layer.getDeclaredClasses()))
                        .filter(type -> type.getSimpleName().equals("Builder"))
                        .flatMap(Deeplearning4jClasses::settings)
                        .collect(Collectors.toCollection(TreeSet::new));
            case "Settings of networks" ->
                Stream.of(NeuralNetConfiguration.Builder.class, NeuralNetConfiguration.ListBuilder.class)
                        .flatMap(Deeplearning4jClasses::settings)
                        .collect(Collectors.toCollection(TreeSet::new));
            case "Settings of graphs" ->
                settings(ComputationGraphConfiguration.GraphBuilder.class)
                        .collect(Collectors.toCollection(TreeSet::new));
            default -> throw new IllegalArgumentException(group);
        };
    }

    /** Settings of builders that our classes call, whichever builder they belong to. */
    static Set<String> called(JavaClasses ours) {
        return ours.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .map(JavaMethodCall::getTarget)
                .filter(target -> target.getOwner().getName().startsWith("org.deeplearning4j.nn.conf.")
                        && target.getOwner().getSimpleName().endsWith("Builder"))
                .map(target -> owner(target.getOwner().reflect(), target.getName()) + "." + target.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Recurrent layers, those around them, those that sit on top of them at every step, and those that are about masks. */
    private static Stream<Class<?>> layers() {
        return implementations(Layer.class)
                .filter(type -> type.getPackageName().endsWith(".recurrent")
                        || type.getSimpleName().matches(".*(LSTM|Rnn|Recurrent|Mask).*"));
    }

    private static boolean wraps(Class<?> layer) {
        return Arrays.stream(layer.getConstructors())
                .anyMatch(constructor ->
                        Arrays.asList(constructor.getParameterTypes()).contains(Layer.class));
    }

    /** What objects keep, and so what can be set in any way at all; a layer's without what every layer keeps. */
    private static Set<String> fields(Stream<Class<?>> types) {
        return types.flatMap(type -> Stream.<Class<?>>iterate(
                                type, above -> above != Object.class && above != Layer.class, Class::getSuperclass)
                        .flatMap(above -> Arrays.stream(above.getDeclaredFields()))
                        .filter(field ->
                                !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers()))
                        .map(field -> type.getSimpleName() + "." + field.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static <E extends Enum<E>> Set<String> values(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Stream<Class<?>> types) {
        return types.map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What a builder and those it extends set, under the name of the most general class that has it. Methods that return nothing
     * set the fields of settings that have a method anyway; those that begin or end the building set nothing.
     */
    private static Stream<String> settings(Class<?> builder) {
        return Stream.<Class<?>>iterate(builder, type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(
                        method -> Modifier.isPublic(method.getModifiers())
                                && !Modifier.isStatic(method.getModifiers())
                                && !method.isSynthetic()
                                && method.getReturnType() != void.class
                                && !method.getName()
                                        .matches(
                                                "(get|is)[A-Z].*|build|clone|list|layer|graphBuilder|toString|equals|hashCode|canEqual"))
                .map(method -> owner(builder, method.getName()) + "." + method.getName());
    }

    private static String owner(Class<?> builder, String method) {
        Class<?> owner = Stream.<Class<?>>iterate(builder, type -> type != Object.class, Class::getSuperclass)
                .filter(type -> Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(candidate -> candidate.getName().equals(method)))
                .reduce((before, after) -> after)
                .orElseThrow();
        return owner.getSimpleName().equals("Builder")
                ? owner.getEnclosingClass().getSimpleName()
                : owner.getSimpleName();
    }

    /** Every class of a type's own jar and package, or of packages within it, that is of that type and can be made. */
    private static Stream<Class<?>> implementations(Class<?> type) {
        String folder = type.getPackageName().replace('.', '/') + "/";
        try (JarFile jar = new JarFile(
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder) && name.endsWith(".class"))
                    .<Class<?>>map(name -> loaded(type, name))
                    .filter(found -> type.isAssignableFrom(found)
                            && !Modifier.isAbstract(found.getModifiers())
                            && !found.isMemberClass()
                            && !found.isAnonymousClass())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> loaded(Class<?> type, String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, type.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
