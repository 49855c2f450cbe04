package dev.lockstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The direction of dependencies: which package may see which. */
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "lockstep");
    private static final int LONGEST_FILE = 500;
    private static final List<String> ELEMENTARY = List.of(
            "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan", "asin", "acos",
            "atan", "atan2", "sinh", "cosh", "tanh");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lockstep");

    @Test
    void every_package_sees_only_those_it_may() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .ensureAllClassesAreContainedInArchitecture()
                .layer("math")
                .definedBy("dev.lockstep.math", "dev.lockstep.math.vector")
                .layer("model")
                .definedBy("dev.lockstep.model")
                .layer("definition")
                .definedBy("dev.lockstep.definition", "dev.lockstep.definition.bound")
                .layer("layer")
                .definedBy("dev.lockstep.layer", "dev.lockstep.layer.vector")
                .layer("optimizer")
                .definedBy("dev.lockstep.optimizer")
                .layer("port")
                .definedBy("dev.lockstep.port")
                .layer("adapter.ours")
                .definedBy("dev.lockstep.adapter.ours")
                .layer("adapter.definition")
                .definedBy("dev.lockstep.adapter.definition")
                .layer("adapter.dl4j")
                .definedBy("dev.lockstep.adapter.dl4j")
                .layer("adapter.samediff")
                .definedBy("dev.lockstep.adapter.samediff")
                .optionalLayer("adapter.libtorch")
                .definedBy("dev.lockstep.adapter.libtorch")
                .layer("adapter.recorded")
                .definedBy("dev.lockstep.adapter.recorded")
                .layer("adapter.process")
                .definedBy("dev.lockstep.adapter.process")
                .layer("worker")
                .definedBy("dev.lockstep.worker")
                .layer("layout")
                .definedBy("dev.lockstep.layout")
                .layer("caseformat")
                .definedBy("dev.lockstep.caseformat")
                .layer("frameworks")
                .definedBy("dev.lockstep.frameworks")
                .layer("convention")
                .definedBy("dev.lockstep.convention")
                .layer("comparison")
                .definedBy("dev.lockstep.comparison")
                .layer("document")
                .definedBy("dev.lockstep.document")
                .layer("dsl")
                .definedBy("dev.lockstep.dsl")
                .layer("steps")
                .definedBy("dev.lockstep.steps")
                .layer("report")
                .definedBy("dev.lockstep.report")
                .layer("surface")
                .definedBy("dev.lockstep.surface")
                .layer("chart")
                .definedBy("dev.lockstep.chart")
                .layer("experiment")
                .definedBy("dev.lockstep.experiment")
                .layer("experiment.detective")
                .definedBy("dev.lockstep.experiment.detective")
                .layer("experiment.bench")
                .definedBy("dev.lockstep.experiment.bench")
                .layer("experiment.tolerance")
                .definedBy("dev.lockstep.experiment.tolerance")
                .layer("experiment.mutants")
                .definedBy("dev.lockstep.experiment.mutants")
                .layer("experiment.sweep")
                .definedBy("dev.lockstep.experiment.sweep")
                .layer("experiment.replay")
                .definedBy("dev.lockstep.experiment.replay")
                .layer("experiment.recordings")
                .definedBy("dev.lockstep.experiment.recordings")
                .layer("experiment.convert")
                .definedBy("dev.lockstep.experiment.convert")
                .layer("root")
                .definedBy("dev.lockstep")
                .whereLayer("math")
                .mayNotAccessAnyLayer()
                .whereLayer("model")
                .mayOnlyAccessLayers("math")
                .whereLayer("definition")
                .mayOnlyAccessLayers("math", "model")
                .whereLayer("layer")
                .mayOnlyAccessLayers("math", "model")
                .whereLayer("optimizer")
                .mayOnlyAccessLayers("math", "model")
                .whereLayer("port")
                .mayOnlyAccessLayers("model")
                .whereLayer("adapter.ours")
                .mayOnlyAccessLayers("port", "model", "math", "layer", "optimizer")
                .whereLayer("adapter.definition")
                .mayOnlyAccessLayers("port", "model", "definition")
                .whereLayer("adapter.dl4j")
                .mayOnlyAccessLayers("port", "model", "math")
                .whereLayer("adapter.samediff")
                .mayOnlyAccessLayers("port", "model", "math")
                .whereLayer("adapter.libtorch")
                .mayOnlyAccessLayers("port", "model", "math")
                .whereLayer("layout")
                .mayOnlyAccessLayers("model", "math")
                .whereLayer("caseformat")
                .mayOnlyAccessLayers("layout", "model", "math")
                .whereLayer("adapter.recorded")
                .mayOnlyAccessLayers("port", "model", "math", "caseformat")
                .whereLayer("worker")
                .mayNotAccessAnyLayer()
                .whereLayer("adapter.process")
                .mayOnlyAccessLayers("port", "model", "math", "caseformat", "worker")
                .whereLayer("frameworks")
                .mayOnlyAccessLayers(
                        "port",
                        "model",
                        "caseformat",
                        "adapter.ours",
                        "adapter.definition",
                        "adapter.dl4j",
                        "adapter.samediff",
                        "adapter.recorded",
                        "adapter.process",
                        "worker")
                .whereLayer("convention")
                .mayOnlyAccessLayers("port", "model", "math", "definition")
                .whereLayer("comparison")
                .mayOnlyAccessLayers("convention", "port", "model", "math", "definition")
                .whereLayer("document")
                .mayOnlyAccessLayers("port", "model", "math")
                .whereLayer("dsl")
                .mayOnlyAccessLayers("port", "comparison", "model", "math")
                .whereLayer("steps")
                .mayOnlyAccessLayers(
                        "dsl",
                        "convention",
                        "comparison",
                        "document",
                        "optimizer",
                        "model",
                        "math",
                        "port",
                        "frameworks",
                        "caseformat",
                        "experiment",
                        "experiment.tolerance",
                        "chart")
                .whereLayer("surface")
                .mayNotAccessAnyLayer()
                .whereLayer("report")
                .mayOnlyAccessLayers("surface", "comparison", "port", "model")
                .whereLayer("chart")
                .mayOnlyAccessLayers("model")
                .whereLayer("experiment")
                .mayOnlyAccessLayers(
                        "comparison",
                        "chart",
                        "definition",
                        "frameworks",
                        "port",
                        "model",
                        "math",
                        "layer",
                        "optimizer")
                .whereLayer("experiment.detective")
                .mayOnlyAccessLayers("convention", "comparison", "definition", "port", "model", "math")
                .whereLayer("experiment.bench")
                .mayOnlyAccessLayers("chart", "frameworks", "port", "model", "math", "worker")
                .whereLayer("experiment.tolerance")
                .mayOnlyAccessLayers("definition", "comparison", "frameworks", "port", "model", "math")
                .whereLayer("experiment.mutants")
                .mayOnlyAccessLayers("comparison", "definition", "frameworks", "port", "model", "math")
                .whereLayer("experiment.sweep")
                .mayOnlyAccessLayers("caseformat", "comparison", "definition", "port", "model", "math")
                .whereLayer("experiment.replay")
                .mayOnlyAccessLayers(
                        "experiment.sweep", "report", "caseformat", "comparison", "frameworks", "port", "model")
                .whereLayer("experiment.recordings")
                .mayOnlyAccessLayers("caseformat", "dsl", "port", "model", "math")
                .whereLayer("experiment.convert")
                .mayOnlyAccessLayers(
                        "report", "caseformat", "layout", "comparison", "frameworks", "port", "model", "math")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .because("a framework can only be judged by code that knows no framework")
                .check(CLASSES);
    }

    @Test
    void no_package_depends_on_itself_in_a_circle() {
        slices().matching("dev.lockstep.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void only_its_adapter_sees_deeplearning4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.lockstep.adapter.dl4j")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j..")
                .because("its conventions end where the adapter ends")
                .check(CLASSES);
    }

    @Test
    void only_the_adapters_built_on_it_see_nd4j() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.lockstep.adapter.dl4j", "dev.lockstep.adapter.samediff")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..")
                .because("its conventions end where the adapters end")
                .check(CLASSES);
    }

    @Test
    void only_adapters_see_native_libraries() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.lockstep.adapter.dl4j", "dev.lockstep.adapter.samediff", "dev.lockstep.adapter.libtorch")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..")
                .because("what can bring the JVM down is behind the port")
                .check(CLASSES);
    }

    @Test
    void numbers_do_not_depend_on_cucumber_or_reports() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.lockstep.math",
                        "dev.lockstep.model",
                        "dev.lockstep.layer",
                        "dev.lockstep.optimizer",
                        "dev.lockstep.port",
                        "dev.lockstep.layout",
                        "dev.lockstep.caseformat",
                        "dev.lockstep.adapter..",
                        "dev.lockstep.convention",
                        "dev.lockstep.comparison",
                        "dev.lockstep.document",
                        "dev.lockstep.dsl")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.cucumber..", "picocli..", "freemarker..")
                .check(CLASSES);
    }

    @Test
    void kernels_keep_nothing_between_calls() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "dev.lockstep.math..",
                        "dev.lockstep.layer..",
                        "dev.lockstep.optimizer",
                        "dev.lockstep.document")
                .and()
                .areStatic()
                .should()
                .beFinal()
                .because("the same input must give the same bits, whatever ran before")
                .check(CLASSES);
    }

    @Test
    void kernels_compute_the_same_bits_on_every_jdk() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.lockstep.math..",
                        "dev.lockstep.layer..",
                        "dev.lockstep.optimizer",
                        "dev.lockstep.document")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "an elementary function of java.lang.Math",
                        call -> call.getTargetOwner().isEquivalentTo(Math.class)
                                && ELEMENTARY.contains(call.getName())))
                .because("java.lang.Math may round otherwise from JDK to JDK, Elementary and StrictMath may not")
                .check(CLASSES);
    }

    @Test
    void the_vector_api_is_seen_by_its_own_packages_only() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.lockstep..vector")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("dev.lockstep..vector")
                .because("a JVM may run without its module")
                .check(CLASSES);
    }

    @Test
    void a_file_is_one_thing() throws IOException {
        TreeMap<String, Long> tooLong = new TreeMap<>();
        List<String> misnamed;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(50);
            for (Path source : sources) {
                long lines = Files.readAllLines(source).size();
                if (lines > LONGEST_FILE) {
                    tooLong.put(source.toString(), lines);
                }
            }
            misnamed = sources.stream()
                    .map(Path::toString)
                    .filter(name -> name.matches(".*(Util|Utils|Helper|Helpers|Manager|Impl)\\.java"))
                    .toList();
        }
        assertThat(tooLong).isEmpty();
        assertThat(misnamed).isEmpty();
    }
}
