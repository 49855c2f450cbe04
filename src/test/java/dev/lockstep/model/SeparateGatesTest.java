package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.SeparateGates.Matrices;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One unit and two features for each gate; where a number belongs is written out by hand. */
class SeparateGatesTest {
    private static final LstmSpec LAYER = LstmSpec.plain("layer", 2, 1);

    private static Map<Gate, Matrices> gates() {
        Map<Gate, Matrices> gates = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            int ten = 10 * (gate.ordinal() + 1);
            gates.put(
                    gate,
                    new Matrices(
                            RowMajorMatrix.row(ten + 1, ten + 2),
                            RowMajorMatrix.row(ten + 3),
                            RowMajorMatrix.row(ten + 4)));
        }
        return gates;
    }

    private static double[][] fused(Map<Gate, Matrices> gates, Parameter parameter) {
        return new SeparateGates(gates)
                .fused(LAYER)
                .get(new ParameterKey("layer", parameter))
                .getData();
    }

    @Test
    void gates_stand_side_by_side_as_i_f_g_o() {
        assertThat(fused(gates(), Parameter.W)).isEqualTo(new double[][] {{11, 21, 31, 41}, {12, 22, 32, 42}});
        assertThat(fused(gates(), Parameter.RW)).isEqualTo(new double[][] {{13, 23, 33, 43}});
        assertThat(fused(gates(), Parameter.B)).isEqualTo(new double[][] {{14, 24, 34, 44}});
    }

    @Test
    void of_a_matrix_over_both_the_columns_of_h_come_first() {
        RowMajorMatrix both = RowMajorMatrix.wrap(new double[] {1, 2, 5, 6, 7, 3, 4, 8, 9, 0}, 2, 5);
        Matrices matrices = Matrices.concatenated("Wf", both, RowMajorMatrix.row(0, 0));
        assertThat(matrices.ofH().getData()).isEqualTo(new double[][] {{1, 2}, {3, 4}});
        assertThat(matrices.ofX().getData()).isEqualTo(new double[][] {{5, 6, 7}, {8, 9, 0}});
    }

    @Test
    void a_matrix_over_both_has_columns_for_x() {
        assertThatThrownBy(() -> Matrices.concatenated("Wf", new RowMajorMatrix(2, 2), new RowMajorMatrix(2, 1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("Wf: more than 2 columns expected, as it has 2 rows and reads h and x, 2×2 found");
    }

    @Test
    void all_gates_are_needed_and_fit_the_layer() {
        Map<Gate, Matrices> three = gates();
        three.remove(Gate.FORGET);
        assertThatThrownBy(() -> new SeparateGates(three))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("gate matrices: i, f, g and o expected, no f found");
        Map<Gate, Matrices> other = gates();
        other.put(Gate.OUTPUT, new Matrices(RowMajorMatrix.row(1, 2), RowMajorMatrix.row(1, 2), RowMajorMatrix.row(1)));
        assertThatThrownBy(() -> fused(other, Parameter.RW))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("matrix of h of gate o of LSTM \"layer\": 1×1 expected, 1×2 found");
    }
}
