package dev.lockstep.steps;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Computable;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Training;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Cases that are files, and what a framework once computed for them. */
public final class RecordingSteps {
    private final ScenarioState state = ScenarioState.current();
    private Optional<CaseFile> recording = Optional.empty();

    /** Network, weights, input, states, objective, truncation and training of a file below the working directory. */
    @Given("the recording {string}")
    public void recording(String path) {
        CaseFile file = CaseReader.read(confined(path));
        Case recorded = file.scenario();
        recorded.training().ifPresent(training -> requireFirstStep(path, recorded, training));
        recording = Optional.of(file);
        state.network(recorded.network());
        state.weights(recorded.weights());
        state.input(recorded.input());
        recorded.initialStates().forEach(state::initialState);
        state.objective(recorded.objective());
        state.truncation(recorded.truncation());
        state.masks(recorded.masks());
        state.execution(recorded.execution());
        recorded.training().ifPresent(training -> {
            state.clip(training.clip());
            training.pace().ifPresent(state::pace);
            state.regularisation(none -> training.regularisation());
            state.minibatches(training.minibatches());
            state.optimizer(training.optimizer());
        });
    }

    /** Everything that was recorded, under the derived bounds. */
    @Then("the recording agrees")
    public void agrees() {
        Case scenario = everything();
        Support same = recorded().supports(scenario);
        if (!same.yes()) {
            throw new InvalidInput(
                    "scenario: the case that was recorded expected, another one found, since " + same.because());
        }
        Framework ours = Frameworks.ours();
        state.compared(Comparison.between(ours, Frameworks.recorded(file(), ours), scenario, Tolerances.derived()));
    }

    /** Ours and every framework of the run, each in as much of the recording as it can compute, if that is anything. */
    @Then("every framework agrees with the recording")
    public void everyFrameworkAgrees() {
        agrees();
        Case scenario = everything();
        for (Framework framework : Run.current().frameworks().selected()) {
            if (framework != Frameworks.ours()) {
                Case computable = Computable.by(framework, scenario).scenario();
                if (framework.available().yes()
                        && framework.supports(computable).yes()) {
                    state.compared(Comparison.between(
                            framework, Frameworks.recorded(file(), framework), computable, Tolerances.derived()));
                }
            }
        }
    }

    private CaseFile file() {
        return recording.orElseThrow(
                () -> new InvalidInput("scenario: a recording expected before this step, none found"));
    }

    private Framework recorded() {
        return Frameworks.recorded(file());
    }

    private Case everything() {
        Set<Quantity.Kind> kinds = new LinkedHashSet<>();
        file().observations().orElseThrow().quantities().forEach(quantity -> kinds.add(quantity.kind()));
        return state.observing(kinds);
    }

    /** A path that leads nowhere but into the working directory, also through symbolic links. */
    private static Path confined(String text) {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException exception) {
            throw new InvalidInput("recording: a path expected, \"" + text + "\" found", exception);
        }
        boolean inside = !path.isAbsolute() && !text.isBlank();
        for (Path name : path) {
            inside = inside && !name.toString().equals("..");
        }
        inside = inside && (Files.notExists(path) || real(path).startsWith(real(Path.of(""))));
        if (!inside) {
            throw new InvalidInput("recording: a path within the working directory expected, \"" + text + "\" found");
        }
        return path;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException exception) {
            throw new InvalidInput(
                    "recording: a path that can be followed expected, \"" + path + "\" found", exception);
        }
    }

    private static void requireFirstStep(String path, Case recorded, Training training) {
        OptimizerState first = OptimizerState.initial(training.optimizer(), recorded.network());
        if (!CaseWriter.parts(recorded).equals(CaseWriter.parts(startingFrom(first, recorded, training)))) {
            throw new InvalidInput("recording " + path + ": an optimizer before its first step expected, one with steps"
                    + " behind it found");
        }
    }

    private static Case startingFrom(OptimizerState start, Case recorded, Training training) {
        return new Case(
                recorded.name(),
                recorded.network(),
                recorded.weights(),
                recorded.input(),
                recorded.masks(),
                recorded.initialStates(),
                recorded.objective(),
                recorded.truncation(),
                Optional.of(training.from(start)),
                recorded.execution(),
                recorded.observed());
    }
}
