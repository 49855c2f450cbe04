package dev.lockstep.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A heat map as a few SVG paths, one for each level, and its numbers as text for whoever points at a cell. */
final class HeatMapDrawing {
    private static final int CELL = 12;
    private static final double[] LEVEL_ENDS = {0, 1, 4, 16, 256, 65_536, Double.POSITIVE_INFINITY};

    private HeatMapDrawing() {}

    /** The values that the page's template needs. */
    static Map<String, Object> of(String title, HeatMap map) {
        StringBuilder[] paths = new StringBuilder[LEVEL_ENDS.length];
        StringBuilder beyond = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int row = 0; row < map.rows().size(); row++) {
            values.append(row == 0 ? "" : ";");
            for (int column = 0; column < map.columns().size(); column++) {
                double ulps = map.ulps()[row][column];
                boolean outside = map.beyond()[row][column];
                values.append(column == 0 ? "" : ",").append(compact(ulps)).append(outside ? "!" : "");
                int x = column * CELL;
                int y = row * CELL;
                if (outside) {
                    beyond.append("M").append(x + 3).append(" ").append(y + 3).append("l6 6m0-6l-6 6");
                }
                int level = level(ulps);
                if (level > 0) {
                    paths[level] = paths[level] == null ? new StringBuilder() : paths[level];
                    paths[level].append("M").append(x).append(" ").append(y).append("h11v11h-11z");
                }
            }
        }
        List<Map<String, Object>> levels = new ArrayList<>();
        for (int level = 1; level < paths.length; level++) {
            if (paths[level] != null) {
                levels.add(Map.of("level", level, "path", paths[level].toString()));
            }
        }
        Map<String, Object> drawing = new LinkedHashMap<>();
        drawing.put("title", title);
        drawing.put("width", map.columns().size() * CELL - 1);
        drawing.put("height", map.rows().size() * CELL - 1);
        drawing.put("rowAxis", map.rowAxis());
        drawing.put("rows", map.rows());
        drawing.put("columnAxis", map.columnAxis());
        drawing.put("columns", map.columns());
        drawing.put("levels", levels);
        drawing.put("beyond", beyond.toString());
        drawing.put("values", values.toString());
        drawing.put("greatest", NumberText.ulps(map.greatest()));
        return drawing;
    }

    private static int level(double ulps) {
        int level = 0;
        while (ulps > LEVEL_ENDS[level]) {
            level++;
        }
        return level;
    }

    private static String compact(double ulps) {
        return Double.isInfinite(ulps) ? "∞" : NumberText.ulps(ulps);
    }
}
