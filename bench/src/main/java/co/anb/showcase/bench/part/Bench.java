package co.anb.showcase.bench.part;

import co.anb.showcase.bench.Findings;
import co.anb.showcase.bench.Report;
import co.anb.showcase.bench.Rounds;
import co.anb.showcase.bench.estate.Estate;
import co.anb.showcase.bench.estate.Service;
import co.anb.showcase.bench.load.Generator;

/**
 * What every part works with.
 *
 * @param estate what can be started
 * @param core the Core API
 * @param voters who votes for what
 * @param generator of 512 connections
 * @param rounds how often
 * @param quick whether this is only to see that everything works
 * @param report where results go
 * @param findings where faults go
 */
public record Bench(
        Estate estate,
        Service core,
        Voters voters,
        Generator generator,
        Rounds rounds,
        boolean quick,
        Report report,
        Findings findings) {}
