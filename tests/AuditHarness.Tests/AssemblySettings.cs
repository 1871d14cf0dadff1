// Fixtures share nothing but what is made once and never changed. What changes the whole process says NonParallelizable.
[assembly: Parallelizable(ParallelScope.Fixtures)]
