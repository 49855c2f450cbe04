package dev.lockstep.steps;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import java.util.List;
import java.util.Map;

/** What stands around or on top of a layer whose weights are in a table. */
public final class AroundSteps {
    private final ScenarioState state = ScenarioState.current();

    /** A layer like the last one that reads from the end of the sequence. */
    @Given("beside it one in reverse, outputs {combined}, with the weights")
    public void reverse(Mode mode, DataTable table) {
        reverse(mode, Form.WRAPPER, table);
    }

    /** The same as the layer that Deeplearning4j calls GravesBidirectionalLSTM. */
    @Given("beside it one in reverse, as a GravesBidirectionalLSTM, with the weights")
    public void graves(DataTable table) {
        reverse(Mode.ADD, Form.GRAVES, table);
    }

    private void reverse(Mode mode, Form form, DataTable table) {
        RecurrentSpec like = state.takeLast(layer -> layer.named(layer.name() + ".forward"));
        BidirectionalSpec both = BidirectionalSpec.of(mode, form, like);
        Map<ParameterKey, RowMajorMatrix> weights =
                new WeightTable(both.reverse().title(), table.cells()).parametersOf(both.reverse());
        state.add(both, weights);
    }

    /** Steps of which the last layer knows that they do not count; the next one starts from zero. */
    @Given("it skips steps whose features are all {number}")
    public void skips(double value) {
        skips(value, MaskRule.RESET);
    }

    /** The same, but the next step starts from the state before the one that is skipped. */
    @Given("it skips steps whose features are all {number}, keeping the state")
    public void skipsAndKeeps(double value) {
        skips(value, MaskRule.CARRY);
    }

    private void skips(double value, MaskRule rule) {
        RecurrentSpec layer = state.takeLast(same -> same);
        state.add(new MaskZeroSpec(layer, value, rule), Map.of());
    }

    /** What the activations of the last layer read is within ± a number; said before a layer in reverse is put beside it. */
    @Given("its pre-activations are clipped at {number}")
    public void clips(double clip) {
        RecurrentSpec layer = state.takeLast(same -> same);
        state.add(layer.clippingPreActivationsAt(clip), Map.of());
    }

    /** Layers without weights of their own: activations, the last step. */
    @Given("on top of it {weightless}")
    public void onTop(String text) {
        List<LayerSpec> before = state.network().layers();
        List<LayerSpec> all = LayerText.layers(text, before);
        all.subList(before.size(), all.size()).forEach(layer -> state.add(layer, Map.of()));
    }
}
