package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The numbers of some nodes of a graph, and of some gradients. */
final class Evaluation {
    private final Map<String, INDArray> values;
    private final Map<String, INDArray> gradients;

    private Evaluation(Map<String, INDArray> values, Map<String, INDArray> gradients) {
        this.values = values;
        this.gradients = gradients;
    }

    /** Forward only. */
    static Evaluation of(SameDiff graph, Collection<SDVariable> nodes) {
        return new Evaluation(graph.output(Map.of(), names(nodes)), Map.of());
    }

    /**
     * Forward and back.
     *
     * @param nodes whose values are asked for; may be none
     * @param differentiated L, a single number
     * @param leaves whose gradients ∂L/∂leaf are asked for
     */
    static Evaluation of(
            SameDiff graph, Collection<SDVariable> nodes, SDVariable differentiated, Collection<SDVariable> leaves) {
        graph.setLossVariables(differentiated);
        differentiate(graph);
        List<SDVariable> reached =
                leaves.stream().filter(leaf -> leaf.getGradient() != null).toList();
        OutAndGrad both = graph.calculateGradientsAndOutputs(Map.of(), names(nodes), names(reached));
        return new Evaluation(both.getOutputs(), both.getGradients());
    }

    private static List<String> names(Collection<SDVariable> nodes) {
        return nodes.stream().map(SDVariable::name).distinct().toList();
    }

    /** SameDiff writes a line to standard output for every operation it differentiates; other threads' lines stay. */
    private static void differentiate(SameDiff graph) {
        PrintStream output = System.out;
        Thread silenced = Thread.currentThread();
        PrintStream filter = new PrintStream(output, true) {
            @Override
            public void println(String line) {
                if (Thread.currentThread() != silenced) {
                    output.println(line);
                }
            }
        };
        System.setOut(filter);
        try {
            graph.createGradFunction();
        } finally {
            if (System.out == filter) {
                System.setOut(output);
            }
        }
    }

    /** The value of a node {@code [rows × columns]}. */
    RowMajorMatrix value(SDVariable node) {
        return ArrayTranslation.matrix(values.get(node.name()));
    }

    /** The value of a node that is a single number. */
    double number(SDVariable node) {
        return values.get(node.name()).getDouble(0);
    }

    /** ∂L/∂leaf, of the leaf's shape; empty where L does not depend on it. */
    Optional<RowMajorMatrix> gradient(SDVariable leaf) {
        return Optional.ofNullable(gradients.get(leaf.name())).map(ArrayTranslation::matrix);
    }
}
