package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Quantity.Kind;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own recording: the state of {@code torch.optim.Adam} by the names of {@code model.state_dict()}. */
@Tag("slow")
class PyTorchOptimizerStateTest extends PyTorchLive {
    private static final String RECORDING = """
            import json, sys, torch

            def array(t):
                return {"shape": list(t.shape), "values": t.detach().reshape(-1).tolist()}

            torch.manual_seed(11)
            model = torch.nn.GRU(3, 2).double()
            weights = {"gru." + name: array(p) for name, p in model.named_parameters()}
            x, target = (torch.rand(4, 2, n, dtype=torch.float64) for n in (3, 2))
            adam = torch.optim.Adam(model.parameters(), lr=0.01, eps=1e-4)
            observations = []
            for step in (1, 2):
                adam.zero_grad()
                ((model(x)[0] - target) ** 2).sum().backward()
                adam.step()
                for name, p in model.named_parameters():
                    for slot, theirs in (("m", "exp_avg"), ("v", "exp_avg_sq")):
                        observations.append({"kind": "optimizer state", "layout": "pytorch", "name": "gru." + name,
                                             "part": slot, "step": step, **array(adam.state[p][theirs])})
            batch = {"input": array(x), "targets": array(target)}
            case = {
                "format": 1, "name": "Adam of a user's",
                "network": [{"kind": "GRU", "name": "gru", "inputs": 3, "units": 2, "activation": "tanh"}],
                "weights": {"layout": "pytorch", "arrays": weights}, "input": array(x),
                "objective": {"kind": "targets", "loss": {"function": "L2", "reduction": "sum"}, "targets": array(target)},
                "training": {"optimizer": {"kind": "Adam", "rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-4,
                                           "form": "algorithm 1"}, "minibatches": [batch], "order": [1, 1]},
                "observed": ["optimizer state"], "observations": observations,
                "provenance": {"framework": "PyTorch", "version": torch.__version__, "dtype": "float64"}}
            with open(sys.argv[1], "w") as file:
                json.dump(case, file)
            """;

    @TempDir
    private Path folder;

    @Test
    void is_read_as_it_comes_and_agrees() throws Exception {
        Path file = folder.resolve("adam.case.json");
        Process recording = new ProcessBuilder(python().orElseThrow(), "-c", RECORDING, file.toString())
                .inheritIO()
                .start();
        assertThat(recording.waitFor(60, TimeUnit.SECONDS) && recording.exitValue() == 0)
                .isTrue();
        CaseFile recorded = CaseReader.read(file);
        assertThat(recorded.observations().orElseThrow().quantities())
                .hasSize(2 * 2 * 4)
                .allMatch(quantity -> quantity.kind() == Kind.OPTIMIZER_STATE);
        Comparison comparison = Comparison.between(
                Frameworks.ours(), Frameworks.recorded(recorded), recorded.scenario(), Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
        // 3·6 + 2·6 + 6 + 6 of both states after both steps.
        assertThat(comparison.elements()).isEqualTo(2 * 2 * 42);
    }
}
