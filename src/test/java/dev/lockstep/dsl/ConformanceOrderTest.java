package dev.lockstep.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compiler is asked which chains are sentences. */
class ConformanceOrderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "given(lstm(1, 2)).reading(x) | reading | Given",
                "given(lstm(1, 2)).withWeightsFromSeed(1).forwardPass() | forwardPass | Weighted",
                "given(lstm(1, 2)).withWeightsFromSeed(1).withWeightsFromSeed(2) | withWeightsFromSeed | Weighted",
                "given(lstm(1, 2)).withWeightsFromSeed(1).reading(x).of(f) | of | Reading",
                "given(lstm(1, 2)).withWeightsFromSeed(1).reading(x).forwardPass().fromState(\"lstm 1\", null)"
                        + " | fromState | Computation",
                "given(lstm(1, 2)).withWeightsFromSeed(1).reading(x).forwardPass().against(f) | against | Computation",
                "given(lstm(1, 2)).withWeightsFromSeed(1).reading(x).forwardPass().of(f).withinDerivedBounds()"
                        + " | withinDerivedBounds | Subject",
                "given(lstm(1, 2)).withWeightsFromSeed(1).reading(x).forwardPass().of(f).against(f).orThrow()"
                        + " | orThrow | Pair",
                "given(lstm(1, 2)).withWeightsFromSeed(1).reading(x).trainedBy(o).forSteps(3) | forSteps | Repeated",
                "given(lstm(1, 2)).withWeightsFromSeed(1).reading(x).trainedBy(o).on(l, x).of(f) | of | Steps",
                "given(lstm(1, 2)).withWeightsFromSeed(1).trainedBy(o).on(l).forSteps(3) | forSteps | Stream"
            })
    void aWrongOrderDoesNotCompile(String chain, String method, String step) {
        List<String> errors = errors(chain);
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0))
                .contains(
                        "cannot find symbol",
                        "method " + method + "(",
                        "interface dev.lockstep.dsl.Conformance." + step);
    }

    @Test
    void aRightOrderCompiles() {
        String start = "given(lstm(1, 2)).withWeightsFromSeed(1)";
        String end = ".of(f).against(f).withinDerivedBounds().orThrow()";
        for (String middle : List.of(
                ".reading(x).forwardPass()",
                ".reading(x).fromState(\"lstm 1\", null).gradientsOf(l, x)",
                ".reading(x).gradientsFor(x)",
                ".reading(x).trainedBy(o).on(l, x).forSteps(3)",
                ".trainedBy(o).on(l).overMinibatches(java.util.List.of())")) {
            assertThat(errors(start + middle + end)).as(middle).isEmpty();
        }
    }

    private List<String> errors(String chain) {
        String source = "import static dev.lockstep.dsl.Conformance.*;\n"
                + "import dev.lockstep.model.*;\n"
                + "class Chain { Object of(Sequence x, dev.lockstep.port.Framework f, OptimizerSpec o, Loss l) { return "
                + chain + "; } }";
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Chain.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        String classPath = System.getProperty("java.class.path");
        List<String> options =
                List.of("-proc:none", "-Xdiags:verbose", "-classpath", classPath, "-d", folder.toString());
        compiler.getTask(new StringWriter(), null, found, options, null, List.of(file))
                .call();
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }
}
