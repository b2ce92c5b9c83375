module example.com/storefront/worker

go 1.23
